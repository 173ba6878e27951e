// test.js APP FOLDER: draws the views of the unpacked app with what their own searches give, looks at what is shown, and leaves pictures in FOLDER.
'use strict';

const assert = require('assert');
const fs = require('fs');
const path = require('path');
const esbuild = require('esbuild');
const puppeteer = require('puppeteer-core');

const {read_view, with_tabs, faults} = require('./definition');
const {make, until} = require('./events');
const spl = require('./spl');

const [app, pictures] = process.argv.slice(2);
const bundle = path.join(__dirname, 'bundle.js');
const site = 'http://splunk.invalid';
const events = make();

// ---- the data

const lake_rule = 'Network - ASL AWS ECR Container Upload Outside Business Hours - Rule';
const enabled = new Set([lake_rule, 'Off-Hours - Policy Problems', 'Off-Hours - Missed Runs']);

// What only a Splunk has, by the id of the data source.
const of_splunk = {
  files: () => fs.readdirSync(path.join(app, 'lookups')).sort().map((File) => ({File, Read: 'yes', App: 'DA-ESS-OffHours', Sharing: File.includes('example') ? 'global' : 'app', Owner: File.includes('example') ? 'nobody' : 'admin'})),
  searches: () => [...fs.readFileSync(path.join(app, 'default/savedsearches.conf'), 'utf8').matchAll(/^\[(.*)\]$/gm)].map(([, Search]) => ({Search, ...(enabled.has(Search) ? {State: 'enabled', 'Next run': '2026-11-25T01:00:00+00:00'} : {State: 'disabled', 'Next run': ''})})),
  runs: () => [{Search: lake_rule, Status: 'success', Runs: '167'}, {Search: lake_rule, Status: 'skipped', Runs: '1'}],
};

const known_events = {'`offhours_security_lake` PutImage': events, '`offhours_cloudtrail` PutImage': []};
const days_back = {undefined: 0, '-7d': 7, '-30d@d': 30};

const tokens_of = (definition) =>
  Object.fromEntries(
    Object.values(definition.inputs).flatMap(({type, options: {token, defaultValue}}) => {
      if (type !== 'input.timerange') return [[token, defaultValue]];
      const [earliest, latest] = defaultValue.split(',');
      return [[`${token}.earliest`, earliest], [`${token}.latest`, latest]];
    }),
  );

// The table that each data source gives.
function run_all(definition) {
  const tokens = tokens_of(definition);
  const filled = (text) => text?.replace(/\$([\w.]+)(\|s)?\$/g, (whole, name, quoted) => {
    const value = tokens[name] ?? assert.fail(`no value for ${whole}`);
    return quoted ? `"${value}"` : value;
  });
  const tables = {};
  const table = (id) => {
    if (tables[id]) return tables[id];
    const {type, options} = definition.dataSources[id];
    const back = days_back[filled(options.queryParameters?.earliest)];
    assert.notStrictEqual(back, undefined, `${id}: ${options.queryParameters?.earliest}`);
    const world = {
      program: path.join(app, 'bin/offhours'),
      now: until,
      macros: {offhours_filter: 'search *'},
      lookup: (name) => spl.read_lookup(path.join(app, 'lookups'), name),
      events: (terms) => (known_events[terms] ?? assert.fail(`no events for ${terms}`)).filter((row) => Number(row._time) >= until - back * 86400),
    };
    try {
      tables[id] = of_splunk[id] ? of_splunk[id]() : spl.run(filled(options.query), world, type === 'ds.chain' ? table(options.extend) : undefined);
    } catch (error) {
      error.message = `data source ${id}: ${error.message}`;
      throw error;
    }
    return tables[id];
  };
  Object.keys(definition.dataSources).forEach(table);
  return tables;
}

// The definition with its data in the place of its searches.
function with_data(definition, tables) {
  const copy = structuredClone(definition);
  for (const [id, rows] of Object.entries(tables)) {
    const names = rows.columns ?? [...new Set(rows.flatMap(Object.keys))];
    const columns = names.map((name) => rows.map((row) => row[name] ?? null));
    copy.dataSources[id] = {type: 'ds.test', options: {data: {fields: names.map((name) => ({name})), columns}, meta: {totalCount: rows.length}}};
  }
  return copy;
}

// ---- the picture

async function draw(browser, definition, theme) {
  const page = await browser.newPage();
  const bottom = Math.max(...definition.layout.structure.map(({position}) => position.y + position.h));
  await page.setViewport({width: 1280, height: bottom + 100});
  const thrown = [];
  page.on('pageerror', (error) => thrown.push(error.message));
  // Splunk Web is not there: its lists are empty.
  await page.setRequestInterception(true);
  page.on('request', (request) => {
    if (request.url() === `${site}/`) request.respond({contentType: 'text/html', body: '<!doctype html><body></body>'});
    else if (request.url().startsWith(site)) request.respond({contentType: 'application/json', body: '{"entry": []}'});
    else request.continue();
  });
  await page.evaluateOnNewDocument(() => {
    window.$C = {SPLUNKD_PATH: '/splunkd/__raw', LOCALE: 'en-US', MRSPARKLE_ROOT_PATH: '', USERNAME: 'admin', SERVER_ZONEINFO: '### SERIALIZED TIMEZONE FORMAT 1.0;C0;Y0 N 55 54 43;'};
    window.opened = [];
    window.open = (url) => window.opened.push(String(url));
  });
  await page.goto(`${site}/`);
  await page.addScriptTag({path: bundle});
  await page.evaluate((d, t) => window.draw(d, t), definition, theme);
  return {page, thrown};
}

const text_of = (page, id) => page.$eval(`[data-id="${id}"]`, (element) => element.innerText);

// Waits until the panel shows the text; says what it shows if it does not.
async function shows(page, id, wanted) {
  const holds = (i, w) => document.querySelector(`[data-id="${i}"]`)?.textContent.replace(/\s+/g, ' ').includes(w);
  try {
    await page.waitForFunction(holds, {timeout: 30000}, id, wanted);
  } catch (error) {
    assert.fail(`${id} does not show "${wanted}" but "${await text_of(page, id).catch(() => 'nothing')}"`);
  }
}

// The first cell that has the text, clicked.
const click_cell = (page, id, text) =>
  page.$$eval(`[data-id="${id}"] [data-test="cell"]`, (cells, t) => cells.find((cell) => cell.innerText.trim() === t).click(), text);

async function look(page, definition, tables) {
  for (const [id, made] of Object.entries(definition.visualizations)) {
    const rows = tables[made.dataSources?.primary];
    if (made.title && !made.title.includes('$')) await shows(page, id, made.title);
    if (made.type === 'splunk.markdown') {
      await shows(page, id, made.options.markdown.match(/^## (.*)$/m)[1]);
    } else if (made.type === 'splunk.singlevalue') {
      await shows(page, id, Object.values(rows[0])[0]);
    } else if (made.type === 'splunk.table') {
      assert.ok(rows.length > 0, `${id} has no rows to show`);
      const names = rows.columns ?? Object.keys(rows[0]);
      // The colours of the week say what its cells hold.
      const plain = (name) => !made.options.columnFormat?.[name]?.rowBackgroundColors;
      for (const name of names) await shows(page, id, name);
      for (const name of names.filter(plain)) for (const value of [rows[0][name] ?? []].flat()) await shows(page, id, value);
    } else {
      await page.waitForFunction((i) => document.querySelectorAll(`[data-id="${i}"] svg :is(path, rect, circle)`).length > 5, {timeout: 30000}, id);
    }
    const text = await text_of(page, id);
    assert.doesNotMatch(text, /no (search )?results|cannot|error|not valid|\bNaN\b|undefined|\$\w+\$/i, `${id}: ${text}`);
  }
}

// What each view shows besides its own data.
const more = {
  async off_hours_uploads(page, tables) {
    for (const label of ['All accounts', 'All repositories', 'Everybody', 'All roles', 'All reasons']) await page.waitForFunction((l) => document.body.innerText.includes(l), {timeout: 30000}, label);
    const [{findings}] = tables.count;
    const sum = (rows, name) => rows.reduce((total, row) => total + Number(row[name] ?? 0), 0);
    const found = tables.uploads.filter((row) => row.off_hours === '1' && row.status !== 'Failure');
    assert.strictEqual(found.length, Number(findings));
    assert.strictEqual(sum(tables.punch_card, 'uploads'), sum(found, 'uploads'), 'the punch card shows every upload');
    const by_day = tables.trend.reduce((total, {_time, _span, ...reasons}) => total + Object.values(reasons).reduce((a, b) => a + Number(b), 0), 0);
    assert.strictEqual(by_day, Number(findings), 'the days show every finding');
    for (const weekday of ['Mon', 'Wed', 'Sun']) await shows(page, 'viz_punch_card', weekday);
    for (const hour of ['00', '12', '23']) await shows(page, 'viz_punch_card', hour);
    for (const reason of new Set(found.map((row) => [row.off_hours_reason].flat()[0]))) await shows(page, 'viz_trend', reason);
    for (const row of tables.top_users) await shows(page, 'viz_top_users', row.who.slice(0, 8));
    for (const row of tables.top_repositories) await shows(page, 'viz_top_repositories', row.image_repository);

    // On Sunday, three in the morning in Berlin, by an account that nobody should use.
    assert.ok(tables.table.some((row) => row.Who.endsWith(':role/admin-breakglass') && row.Reason === 'day_off'));
    await click_cell(page, 'viz_table', tables.table[0].Who);
    await page.waitForFunction(() => window.opened.length === 1);
    const address = new URL(await page.evaluate(() => window.opened[0]), site);
    assert.strictEqual(address.pathname, '/app/DA-ESS-OffHours/search');
    assert.ok(address.searchParams.get('q').endsWith(`| where actor_name="${tables.table[0].Who}"`), address.searchParams.get('q'));
    assert.ok(address.searchParams.get('q').startsWith('`offhours_security_lake` PutImage | offhours '), address.searchParams.get('q'));
    assert.strictEqual(address.searchParams.get('earliest'), '-30d@d');
  },
  async off_hours_working_time(page, tables) {
    for (const row of tables.weeks) await shows(page, 'viz_weeks', row['Time zone']);
    assert.strictEqual(tables.week.length, 7);
    const worked = await page.$$eval('[data-id="viz_week"] [data-test="cell"]', (cells) => cells.filter((cell) => getComputedStyle(cell).backgroundColor === 'rgb(17, 136, 50)').length);
    const hours = tables.week.flatMap((row) => Object.values(row)).filter((share) => share === '1').length;
    assert.strictEqual(worked, hours, 'every working hour is green');
    const [{now}] = tables.n_now;
    const [{then}] = tables.n_then;
    assert.notStrictEqual(now, then, 'the other policy finds something else');
    await click_cell(page, 'viz_weeks', tables.weeks[0].Schedule);
    await shows(page, 'viz_week', `${tables.weeks[0].Schedule}, hour by hour`);
  },
  async off_hours_set_up(page, tables) {
    assert.deepStrictEqual(tables.data.map((row) => row.Uploads === '0'), [false, true], 'uploads in Security Lake alone');
    await shows(page, 'viz_data', tables.data[0].Latest);
    assert.deepStrictEqual(tables.data.map((row) => row.Cut), ['yes', 'no'], 'an event of Security Lake was cut');
    assert.strictEqual(tables.searches.length, 16);
    const links = await page.$$eval('a', (all) => all.map((link) => new URL(link.href)).filter((url) => url.searchParams.has('q')).map((url) => url.searchParams.get('q')));
    assert.strictEqual(links.length, 9, 'for each table an empty one and an example, and the self test');
    for (const [i, kind] of ['schedules', 'holidays', 'assignments', 'exceptions'].entries()) {
      const [empty, example] = links.slice(2 * i);
      assert.ok(empty.startsWith('| makeresults | eval ') && empty.endsWith(` | outputlookup override_if_empty=false offhours_${kind}.csv`), empty);
      assert.strictEqual(example, `| inputlookup offhours_example_${kind}.csv`);
    }
    assert.ok(links[8].startsWith('| offhourspolicy view=selftest | offhoursstats '), links[8]);
  },
};

async function main() {
  fs.mkdirSync(pictures, {recursive: true});
  await esbuild.build({
    entryPoints: [path.join(__dirname, 'page.jsx')], outfile: bundle, bundle: true, minify: true, logLevel: 'error',
    define: {'process.env.NODE_ENV': '"production"', global: 'window'},
    loader: {'.svg': 'dataurl', '.png': 'dataurl', '.woff': 'dataurl', '.woff2': 'dataurl', '.gif': 'dataurl'},
  });
  const browser = await puppeteer.launch({protocolTimeout: 600000, executablePath: process.env.CHROMIUM, args: ['--no-sandbox', '--disable-gpu', '--hide-scrollbars'], env: {...process.env, TZ: 'UTC'}});
  try {
    const folder = path.join(app, 'default/data/ui/views');
    const files = fs.readdirSync(folder).sort();
    assert.deepStrictEqual(files, Object.keys(more).map((name) => `${name}.xml`).sort());
    for (const file of files) {
      const name = path.basename(file, '.xml');
      const {definition, label} = read_view(path.join(folder, file));
      assert.strictEqual(label, definition.title);
      const tables = run_all(definition);
      for (const theme of ['light', 'dark']) {
        const {page, thrown} = await draw(browser, with_data(definition, tables), theme);
        assert.deepStrictEqual(await page.evaluate((d) => window.schema_faults(d), with_tabs(definition)), [], file);
        assert.deepStrictEqual(faults(definition, await page.evaluate(() => window.known_options())), [], file);
        await look(page, definition, tables);
        await page.screenshot({path: path.join(pictures, `${name}_${theme}.png`)});
        await more[name](page, tables);
        assert.deepStrictEqual(thrown, [], file);
        await page.close();
        console.log(`${file}: ${theme}: ${Object.keys(definition.visualizations).length} panels`);
      }
    }
  } finally {
    await browser.close();
  }
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
