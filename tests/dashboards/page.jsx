// Draws one definition as Splunk Web does, and offers the schema and the options it knows to the checks.
import React from 'react';
import {createRoot} from 'react-dom/client';
import Ajv from 'ajv';
import ajvErrors from 'ajv-errors';
import DashboardCore from '@splunk/dashboard-core';
import {DashboardContextProvider} from '@splunk/dashboard-context';
import {createSchemaBasedOnPresets} from '@splunk/dashboard-definition';
import EnterpriseViewOnlyPreset from '@splunk/dashboard-presets/EnterpriseViewOnlyPreset';
import SplunkThemeProvider from '@splunk/themes/SplunkThemeProvider';

const preset = EnterpriseViewOnlyPreset;

window.known_options = () =>
  Object.fromEntries(
    Object.entries({...preset.visualizations, ...preset.inputs}).map(([type, made]) => [type, Object.keys(made.config?.optionsSchema ?? {})]),
  );

window.schema_faults = (definition) => {
  const ajv = ajvErrors(new Ajv({allErrors: true, strict: false, allowUnionTypes: true}));
  const valid = ajv.compile(createSchemaBasedOnPresets(preset));
  return valid(definition) ? [] : valid.errors.map((error) => `${error.instancePath} ${error.message}`);
};

window.draw = (definition, colorScheme) => {
  Object.assign(document.body.style, {margin: '0', background: colorScheme === 'dark' ? '#171d21' : '#f2f4f5'});
  const place = document.body.appendChild(document.createElement('div'));
  createRoot(place).render(
    <SplunkThemeProvider family="enterprise" colorScheme={colorScheme} density="comfortable">
      <DashboardContextProvider preset={preset} initialDefinition={definition}>
        <DashboardCore width="100%" height="100%" />
      </DashboardContextProvider>
    </SplunkThemeProvider>,
  );
};
