// As much of SPL as the dashboards use, so that what a picture shows comes from the searches as they ship. A table is an array of rows; a row is a
// map from a column to its text, or to an array of texts. What is not known here throws.
'use strict';

const fs = require('fs');
const path = require('path');
const {run_command} = require('./program');

const first = (value) => (Array.isArray(value) ? value[0] : value);
const texts = (value) => (value === undefined || value === '' ? [] : Array.isArray(value) ? value : [value]);
const is_number = (value) => value !== undefined && value !== '' && !Number.isNaN(Number(value));
const compare = (a, b) => (is_number(a) && is_number(b) ? Number(a) - Number(b) : a < b ? -1 : a > b ? 1 : 0);

// ---- text to pieces

// At the bars outside of quotes and brackets.
function split_pipeline(text) {
  const parts = [''];
  let quoted = false;
  let depth = 0;
  for (let i = 0; i < text.length; ++i) {
    const c = text[i];
    if (quoted && c === '\\') {
      parts[parts.length - 1] += c + text[++i];
      continue;
    }
    if (c === '"') quoted = !quoted;
    if (!quoted && c === '[') ++depth;
    if (!quoted && c === ']') --depth;
    if (!quoted && depth === 0 && c === '|') parts.push('');
    else parts[parts.length - 1] += c;
  }
  return parts.map((part) => part.trim());
}

function words_of(text) {
  return text.match(/"(?:\\.|[^"])*"(?=[\s,]|$)|[^\s,"]+(?:"(?:\\.|[^"])*")?/g)?.map((word) => word.replace(/^"|"$/g, '')) ?? [];
}

// ---- eval

const binary = {
  OR: [1, (a, b) => a || b],
  AND: [2, (a, b) => a && b],
  // Of a field with several values any one will do.
  '=': [3, (a, b) => (Array.isArray(a) && a.includes(b)) || a === b || (is_number(a) && is_number(b) && Number(a) === Number(b))],
  '!=': [3, (a, b) => !binary['='][1](a, b)],
  '<': [3, (a, b) => compare(a, b) < 0],
  '>': [3, (a, b) => compare(a, b) > 0],
  '<=': [3, (a, b) => compare(a, b) <= 0],
  '>=': [3, (a, b) => compare(a, b) >= 0],
  '.': [4, (a, b) => (a === undefined || b === undefined ? undefined : `${first(a)}${first(b)}`)],
  '+': [5, (a, b) => arithmetic(a, b, (x, y) => x + y)],
  '-': [5, (a, b) => arithmetic(a, b, (x, y) => x - y)],
  '*': [6, (a, b) => arithmetic(a, b, (x, y) => x * y)],
  '/': [6, (a, b) => arithmetic(a, b, (x, y) => (y === 0 ? NaN : x / y))],
  '%': [6, (a, b) => arithmetic(a, b, (x, y) => x % y)],
};

function arithmetic(a, b, operation) {
  const result = is_number(first(a)) && is_number(first(b)) ? operation(Number(first(a)), Number(first(b))) : NaN;
  return Number.isFinite(result) ? String(result) : undefined;
}

const pad = (number) => String(number).padStart(2, '0');
const day_names = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

function strftime(seconds, format) {
  if (!is_number(seconds)) return undefined;
  const date = new Date(Number(seconds) * 1000);
  const parts = {
    Y: date.getUTCFullYear(), m: pad(date.getUTCMonth() + 1), d: pad(date.getUTCDate()), H: pad(date.getUTCHours()), M: pad(date.getUTCMinutes()),
    S: pad(date.getUTCSeconds()), u: date.getUTCDay() || 7, a: day_names[date.getUTCDay()],
  };
  return format.replace(/%(.)/g, (whole, letter) => {
    if (!(letter in parts)) throw new Error(`strftime: ${whole}`);
    return parts[letter];
  });
}

const functions = (now) => ({
  if: (condition, yes, no) => (condition ? yes : no),
  case: (...pairs) => pairs.find((value, i) => i % 2 === 1 && pairs[i - 1]),
  abs: (number) => (is_number(number) ? String(Math.abs(Number(number))) : undefined),
  floor: (number) => (is_number(number) ? String(Math.floor(Number(number))) : undefined),
  substr: (text, start, length) => {
    if (text === undefined) return undefined;
    const from = Number(start) < 0 ? Math.max(0, text.length + Number(start)) : Number(start) - 1;
    return length === undefined ? text.slice(from) : text.slice(from, from + Number(length));
  },
  strptime: (text, format) => {
    if (format !== '%Y-%m-%d') throw new Error(`strptime: ${format}`);
    const ms = Date.parse(`${text}T00:00:00Z`);
    return Number.isNaN(ms) ? undefined : String(ms / 1000);
  },
  strftime,
  round: (number, places) => (is_number(number) ? String(Number(Number(number).toFixed(Number(places ?? 0)))) : undefined),
  split: (text, separator) => text?.split(separator),
  mvindex: (list, index) => texts(list).at(Number(index)),
  mvfind: (list, pattern) => {
    const found = texts(list).findIndex((text) => new RegExp(pattern).test(text));
    return found < 0 ? undefined : String(found);
  },
  mvappend: (...lists) => {
    const all = lists.flatMap(texts);
    return all.length > 1 ? all : all[0];
  },
  match: (text, pattern) => new RegExp(pattern).test(text ?? ''),
  null: () => undefined,
  isnull: (value) => value === undefined,
  coalesce: (...values) => values.find((value) => value !== undefined),
  now: () => String(now),
});

// An expression as a function of a row.
function compile(text, now) {
  const tokens = text.match(/"(?:\\.|[^"])*"|\d+(?:\.\d+)?|[A-Za-z_][\w]*(?:\{\})?|!=|<=|>=|[-+*/%.=<>(),]/g) ?? [];
  if (tokens.join('').length !== text.replace(/"(?:\\.|[^"])*"|\s+/g, (part) => (part[0] === '"' ? part : '')).length) throw new Error(`eval: ${text}`);
  const known = functions(now);
  let at = 0;
  const operator = (token) => (token === 'AND' || token === 'OR' || !/^\w/.test(token ?? '') ? binary[token] : undefined);
  function operand() {
    const token = tokens[at++];
    if (token === undefined) throw new Error(`eval: ${text}: ends too soon`);
    if (token === '(') {
      const inside = expression(0);
      if (tokens[at++] !== ')') throw new Error(`eval: ${text}: no )`);
      return inside;
    }
    if (token === '-') {
      const inside = operand();
      return (row) => arithmetic('0', inside(row), (a, b) => a - b);
    }
    if (token[0] === '"') {
      const value = token.slice(1, -1).replace(/\\(["\\])/g, '$1');
      return () => value;
    }
    if (/^\d/.test(token)) return () => token;
    if (tokens[at] === '(') {
      if (!(token in known)) throw new Error(`eval: no function ${token}`);
      ++at;
      const args = [];
      while (tokens[at] !== ')') {
        args.push(expression(0));
        if (tokens[at] === ',') ++at;
        else if (tokens[at] !== ')') throw new Error(`eval: ${text}: arguments of ${token}`);
      }
      ++at;
      return (row) => known[token](...args.map((arg) => arg(row)));
    }
    return (row) => (row[token] === '' ? undefined : row[token]);
  }
  function expression(least) {
    let left = operand();
    for (let found = operator(tokens[at]); found && found[0] > least; found = operator(tokens[at])) {
      ++at;
      const [a, b, apply] = [left, expression(found[0]), found[1]];
      left = (row) => apply(a(row), b(row));
    }
    return left;
  }
  const whole = expression(0);
  if (at !== tokens.length) throw new Error(`eval: ${text}: ${tokens[at]} is not expected`);
  return whole;
}

// At the commas outside of quotes and parentheses.
function split_arguments(text) {
  const parts = [''];
  let depth = 0;
  for (const piece of text.match(/"(?:\\.|[^"])*"|./gs)) {
    if (piece === '(') ++depth;
    if (piece === ')') --depth;
    if (piece === ',' && depth === 0) parts.push('');
    else parts[parts.length - 1] += piece;
  }
  return parts;
}

// ---- stats

const aggregates = {
  count: (rows, field) => String(field === undefined ? rows.length : rows.flatMap((row) => texts(row[field])).length),
  sum: (rows, field) => {
    const numbers = rows.flatMap((row) => texts(row[field])).filter(is_number).map(Number);
    return numbers.length > 0 ? String(numbers.reduce((a, b) => a + b, 0)) : undefined;
  },
  min: (rows, field) => rows.flatMap((row) => texts(row[field])).reduce((a, b) => (a === undefined || compare(a, b) > 0 ? b : a), undefined),
  max: (rows, field) => rows.flatMap((row) => texts(row[field])).reduce((a, b) => (a === undefined || compare(a, b) < 0 ? b : a), undefined),
  dc: (rows, field) => String(new Set(rows.flatMap((row) => texts(row[field]))).size),
  values: (rows, field) => {
    const list = [...new Set(rows.flatMap((row) => texts(row[field])))].sort();
    return list.length > 1 ? list : list[0];
  },
};

function parse_aggregates(text) {
  const [, list, by] = text.match(/^(.*?)(?:\s+by\s+(.*))?$/is);
  const wanted = [];
  const rest = list.replace(/(\w+)(?:\((\w*)\))?(?:\s+as\s+([\w:]+))?/g, (whole, name, field, output) => {
    if (!(name in aggregates)) throw new Error(`stats: no function ${name}`);
    wanted.push({apply: aggregates[name], field: field || undefined, output: output ?? (field ? `${name}(${field})` : name)});
    return '';
  });
  if (rest.trim() !== '' || wanted.length === 0) throw new Error(`stats: ${text}`);
  return {wanted, by: words_of(by ?? '')};
}

function stats(rows, text) {
  const {wanted, by} = parse_aggregates(text);
  const groups = new Map();
  for (const row of rows) {
    if (by.some((field) => texts(row[field]).length === 0)) continue;
    const key = by.map((field) => first(row[field]));
    const name = JSON.stringify(key);
    if (!groups.has(name)) groups.set(name, {key, rows: []});
    groups.get(name).rows.push(row);
  }
  if (by.length === 0 && groups.size === 0) groups.set('', {key: [], rows: []});
  return [...groups.values()]
    .sort((a, b) => by.reduce((order, _, i) => order || compare(a.key[i], b.key[i]), 0))
    .map((group) => Object.fromEntries([...by.map((field, i) => [field, group.key[i]]), ...wanted.map((w) => [w.output, w.apply(group.rows, w.field)])]));
}

function timechart(rows, text) {
  const [, , list, by] = text.match(/^span=(1d)\s+(.*?)\s+by\s+(\w+)$/);
  const {wanted: [wanted]} = parse_aggregates(list);
  const day = 86400;
  const days = rows.map((row) => Math.floor(Number(row._time) / day) * day);
  const series = [...new Set(rows.map((row) => first(row[by])))].sort();
  const table = [];
  for (let at = Math.min(...days); at <= Math.max(...days); at += day) {
    const row = {_time: new Date(at * 1000).toISOString().replace('Z', '+00:00'), _span: String(day)};
    for (const name of series) row[name] = wanted.apply(rows.filter((r, i) => days[i] === at && first(r[by]) === name), wanted.field) ?? '0';
    table.push(row);
  }
  return table;
}

// ---- the pipeline

// Each row with what its group gives.
function eventstats(rows, text) {
  const {wanted, by} = parse_aggregates(text);
  const groups = new Map(stats(rows, text).map((group) => [JSON.stringify(by.map((field) => first(group[field]))), group]));
  return rows.map((row) => ({...row, ...Object.fromEntries(wanted.map((w) => [w.output, groups.get(JSON.stringify(by.map((field) => first(row[field]))))?.[w.output]]))}));
}

const wildcard = (pattern) => new RegExp(`^${pattern.replace(/[.*+?^${}()|[\]\\]/g, (c) => (c === '*' ? '.*' : `\\${c}`))}$`);

const commands = {
  search: (rows, text) => {
    if (text === '*') return rows;
    const [, field, operator, quoted, bare] = text.match(/^([\w:.]+)(!?=)(?:"([^"]*)"|(\S+))$/) ?? [];
    if (field === undefined) throw new Error(`search: ${text}`);
    const pattern = wildcard(quoted ?? bare);
    return rows.filter((row) => texts(row[field]).some((value) => pattern.test(value)) === (operator === '='));
  },
  where: (rows, text, world) => rows.filter(compile(text, world.now)),
  eval: (rows, text, world) => {
    const settings = split_arguments(text).map((part) => {
      const [, name, expression] = part.match(/^\s*(\{?\w+\}?)\s*=(.*)$/s);
      return [name, compile(expression.trim(), world.now)];
    });
    return rows.map((old) => {
      const row = {...old};
      for (const [name, value] of settings) row[name[0] === '{' ? first(row[name.slice(1, -1)]) : name] = value(row);
      return row;
    });
  },
  stats,
  eventstats,
  timechart,
  sort: (rows, text) => {
    const keys = words_of(text).map((word) => (word[0] === '-' ? [word.slice(1), -1] : [word, 1]));
    return [...rows].sort((a, b) => keys.reduce((order, [field, sign]) => order || sign * compare(first(a[field]), first(b[field])), 0));
  },
  head: (rows, text) => rows.slice(0, Number(text)),
  // An object puts names that are numbers first, so the order is noted beside it.
  table: (rows, text) => {
    const columns = words_of(text);
    return Object.assign(rows.map((row) => Object.fromEntries(columns.map((field) => [field, row[field]]))), {columns});
  },
  rename: (rows, text) => {
    const names = new Map([...text.matchAll(/(\S+) as (?:"([^"]*)"|([^\s,]+))/g)].map(([, from, quoted, bare]) => [from, quoted ?? bare]));
    return rows.map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [names.get(name) ?? name, value])));
  },
  append: (rows, text, world) => [...rows, ...run(text.replace(/^\[|\]$/g, ''), world)],
  makeresults: (rows, text, world) => Array.from({length: Number(text.match(/^count=(\d+)$/)[1])}, () => ({_time: String(world.now)})),
  streamstats: (rows, text) => {
    const [, output] = text.match(/^count as (\w+)$/);
    return rows.map((row, i) => ({...row, [output]: String(i + 1)}));
  },
  fillnull: (rows, text) => rows.map((row) => ({...row, ...Object.fromEntries(words_of(text).filter((f) => texts(row[f]).length === 0).map((f) => [f, '0']))})),
  xyseries: (rows, text) => {
    const [x, name, value] = words_of(text);
    const table = new Map();
    for (const row of rows) {
      if (!table.has(row[x])) table.set(row[x], {[x]: row[x]});
      table.get(row[x])[row[name]] = row[value];
    }
    return [...table.values()].sort((a, b) => compare(a[x], b[x]));
  },
  inputlookup: (rows, text, world) => world.lookup(text),
};

// `world`: program (the launcher), lookup(file) and events(terms) as tables, rest(search) for what only a Splunk has, now in epoch seconds, and
// macros that name events.
function run(query, world, base) {
  const parts = split_pipeline(query);
  let rows = base;
  if (parts[0] === '') parts.shift();
  else if (base === undefined) rows = world.events(parts.shift().replace(/^search /, ''));
  for (const part of parts) {
    const [, name, text] = (world.macros?.[part.replace(/`/g, '')] ?? part).match(/^(\w+)\s*(.*)$/s);
    if (name.startsWith('offhours')) rows = run_command(world.program, name, text, rows ?? []);
    else if (name in commands) rows = commands[name](rows, text.trim(), world);
    else throw new Error(`no command ${name} here: ${part}`);
  }
  return rows;
}

function read_csv(text) {
  const records = [[]];
  for (const [, quoted, bare, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\n]*))(,|\r?\n|$)/g)) {
    records[records.length - 1].push(quoted === undefined ? bare : quoted.replace(/""/g, '"'));
    if (end === '') break;
    if (end !== ',') records.push([]);
  }
  const [header, ...body] = records.filter((record) => record.length > 1 || record[0] !== '');
  return body.map((record) => Object.fromEntries((header ?? []).map((name, i) => [name, record[i] ?? ''])));
}

const read_lookup = (folder, name) => read_csv(fs.readFileSync(path.join(folder, name.endsWith('.csv') ? name : `${name}.csv`), 'utf8'));

module.exports = {run, read_csv, read_lookup, split_pipeline};
