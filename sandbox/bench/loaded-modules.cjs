'use strict';
/**
 * Required before a function's code: at every HTTP request that the function is about to send, appends a line of JSON to the
 * file named by LOADED_MODULES, with what is called and every file that has been loaded by then.
 */
const { subscribe } = require('node:diagnostics_channel');
const { appendFileSync } = require('node:fs');
const { Session } = require('node:inspector');
const { fileURLToPath } = require('node:url');

const loaded = new Set();
const session = new Session();
session.connect();
session.on('Debugger.scriptParsed', ({ params: { url } }) => {
  if (url.startsWith('file:')) loaded.add(fileURLToPath(url));
});
session.post('Debugger.enable');

subscribe('http.client.request.start', ({ request }) => {
  const call = String(request.getHeader('x-amz-target') ?? request.path);
  appendFileSync(process.env.LOADED_MODULES, `${JSON.stringify({ call, loaded: [...loaded] })}\n`);
});
