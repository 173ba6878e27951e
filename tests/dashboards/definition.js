// A view's definition, and what its schema does not find wrong with it.
'use strict';

const fs = require('fs');

function read_view(file) {
  const text = fs.readFileSync(file, 'utf8');
  const [, theme, label, json] = text.match(/^<dashboard version="2" theme="(light|dark)">\s*<label>([^<]+)<\/label>.*?<definition><!\[CDATA\[(.*?)\]\]><\/definition>/s);
  return {theme, label, definition: JSON.parse(json)};
}

// The layout as the newest schema has it. Splunk reads both forms; the views are written in the one that Splunk 9 knows too.
function with_tabs(definition) {
  const {globalInputs, ...only} = definition.layout;
  return {...definition, layout: {globalInputs, layoutDefinitions: {only}, tabs: {items: [{layoutId: 'only', label: definition.title}]}}};
}

const is_source = (text) => typeof text === 'string' && text.startsWith('>');

// Every name after which tokens are written: $name$ and $name.part$.
function tokens_in(value) {
  return [...JSON.stringify(value).matchAll(/\$([A-Za-z_]\w*)(?:\.[\w.]+)?(?:\|\w)?\$/g)].map((match) => match[1]);
}

const of_every_input = ['token', 'defaultValue', 'items'];

// `known` maps a type to the names of its options.
function faults(definition, known) {
  const {dataSources, visualizations, inputs, layout} = definition;
  const found = [];
  const fault = (where, what) => found.push(`${where}: ${what}`);
  const used = new Set();
  const use = (where, id) => {
    used.add(id);
    if (!(id in dataSources)) fault(where, `no data source ${id}`);
  };

  for (const [id, source] of Object.entries(dataSources)) {
    if (!source.name) fault(id, 'no name, which is what an editor shows');
    if (!source.options?.query?.trim()) fault(id, 'no query');
    if (source.type === 'ds.chain') {
      use(id, source.options.extend);
      if (dataSources[source.options.extend]?.type === 'ds.chain') fault(id, 'a chain on a chain');
      if (!source.options.query.startsWith('|')) fault(id, 'its query does not begin with a bar');
    }
  }
  for (const [id, made] of Object.entries({...visualizations, ...inputs})) {
    const options = known[made.type];
    if (options === undefined) fault(id, `no type ${made.type}`);
    for (const name of Object.keys(made.options ?? {})) if (!options?.concat(made.type.startsWith('input.') ? of_every_input : []).includes(name)) fault(id, `no option ${name}`);
    for (const source of Object.values(made.dataSources ?? {})) use(id, source);
    if (made.type !== 'splunk.markdown' && !made.title) fault(id, 'no title');
    if (made.type === 'splunk.markdown' && !made.options.markdown) fault(id, 'no text');
    if (made.type.startsWith('splunk.') && made.type !== 'splunk.markdown' && !made.dataSources?.primary) fault(id, 'no data source');
    const context = Object.keys(made.context ?? {});
    const named = [...JSON.stringify(made).matchAll(/(?:rangeValue|matchValue|prepend|formatByType)\((\w+)\)/g)].map((match) => match[1]);
    for (const name of named) if (!context.includes(name)) fault(id, `no ${name} in its context`);
    for (const name of context) {
      if (!named.includes(name) && !(JSON.stringify(made.options).includes(name) && is_source(made.context[name]))) fault(id, `nothing uses ${name} of its context`);
    }
  }
  for (const id of Object.keys(dataSources)) if (!used.has(id)) fault(id, 'nothing uses it');

  const placed = layout.structure.map((block) => block.item);
  for (const id of placed) if (!(id in visualizations)) fault('layout', `no visualization ${id}`);
  for (const id of Object.keys(visualizations)) if (placed.filter((other) => other === id).length !== 1) fault(id, 'not in the layout just once');
  for (const id of layout.globalInputs) if (!(id in inputs)) fault('layout', `no input ${id}`);
  for (const id of Object.keys(inputs)) if (!layout.globalInputs.includes(id)) fault(id, 'not in the layout');
  for (const {item, position} of layout.structure) {
    for (const name of ['x', 'y', 'w', 'h']) if (!Number.isInteger(position[name])) fault(item, `its ${name} is no number`);
  }

  const set = new Set([...Object.values(inputs).map((input) => input.options.token), 'row', 'name', 'value', 'result', 'count']);
  for (const part of ['dataSources', 'visualizations', 'inputs']) {
    for (const [id, made] of Object.entries(definition[part])) for (const token of tokens_in(made)) if (!set.has(token)) fault(id, `nothing sets $${token}$`);
  }
  for (const key of Object.keys(definition)) {
    if (!['title', 'description', 'dataSources', 'visualizations', 'inputs', 'layout', 'defaults', 'applicationProperties'].includes(key)) fault('top', `unknown ${key}`);
  }
  return found;
}

module.exports = {read_view, with_tabs, faults};
