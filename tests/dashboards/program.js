// splunkd, as far as one search command sees it: one getinfo, one frame with all rows.
'use strict';

const {spawnSync} = require('child_process');

function frame(metadata, body) {
  const head = Buffer.from(JSON.stringify(metadata));
  const bytes = Buffer.from(body);
  return Buffer.concat([Buffer.from(`chunked 1.0,${head.length},${bytes.length}\n`), head, bytes]);
}

function read_frames(output) {
  const frames = [];
  for (let at = 0; at < output.length;) {
    const end = output.indexOf(10, at);
    const [, metadata, body] = output.toString('latin1', at, end).match(/^chunked 1\.0,(\d+),(\d+)$/).map(Number);
    frames.push({metadata: JSON.parse(output.toString('utf8', end + 1, end + 1 + metadata)), body: output.toString('utf8', end + 1 + metadata, end + 1 + metadata + body)});
    at = end + 1 + metadata + body;
  }
  return frames;
}

const cell = (text) => (/[",\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text);

function write_csv(rows) {
  const columns = [...new Set(rows.flatMap(Object.keys))];
  const text = (value) => (Array.isArray(value) ? value.join('\n') : value ?? '');
  return [columns, ...rows.map((row) => columns.map((column) => text(row[column])))].map((record) => record.map(cell).join(',')).join('\n') + '\n';
}

// As splunkd splits them: at blanks outside of quotes.
const split_words = (text) => text.match(/(?:"(?:\\.|[^"])*"|[^\s"])+/g) ?? [];

function run_command(program, command, text, rows) {
  const {read_csv} = require('./spl');
  const raw_args = split_words(text);
  const searchinfo = {
    args: raw_args.map((word) => word.replace(/"/g, '')), raw_args, command, dispatch_dir: '', sid: '1', app: 'DA-ESS-OffHours', owner: 'admin', username: 'admin',
    session_key: '', splunk_version: '10.2.3', splunkd_uri: '', search: '', maxresultrows: 50000, earliest_time: '0', latest_time: '0',
  };
  const done = spawnSync(program, [], {
    input: Buffer.concat([frame({action: 'getinfo', preview: false, searchinfo}, ''), frame({action: 'execute', finished: true}, rows.length > 0 ? write_csv(rows) : '')]),
    maxBuffer: 1 << 28,
  });
  if (done.error) throw done.error;
  if (done.stderr.length > 0) throw new Error(`${command}: ${done.stderr}`);
  const [getinfo, ...replies] = read_frames(done.stdout);
  if (getinfo.metadata.error) throw new Error(`${command} ${text}: ${getinfo.metadata.error}`);
  const table = replies.flatMap((reply) => read_csv(reply.body));
  return table.map((row) => {
    const out = {};
    for (const [name, value] of Object.entries(row)) {
      if (name.startsWith('__mv_')) continue;
      const many = row[`__mv_${name}`];
      out[name] = many ? many.slice(1, -1).split('$;$').map((part) => part.replace(/\$\$/g, '$')) : value;
    }
    return out;
  });
}

module.exports = {run_command};
