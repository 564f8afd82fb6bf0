// Lets node run the TypeScript sources as they are. A whole folder is translated in one go when its first file is needed,
// which takes a tenth of the time of one file after the other. Types are checked by `npm run types`, not on every start.
const { existsSync, readdirSync } = require('node:fs');
const Module = require('node:module');
const { dirname, join, relative, sep } = require('node:path');
const { buildSync } = require('esbuild');

const root = join(__dirname, '..');
const translated = new Map();

function translate(folder) {
  const sources = readdirSync(join(root, folder), { recursive: true })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => join(root, folder, file));
  const { outputFiles } = buildSync({
    absWorkingDir: root,
    entryPoints: sources,
    outbase: root,
    outdir: root,
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    // What is imported later is a source too, and goes the same way.
    supported: { 'dynamic-import': false },
    sourcemap: 'inline',
    write: false,
    logLevel: 'silent',
  });
  for (const { path, text } of outputFiles) translated.set(path, text);
}

function folderOf(file) {
  const [folder] = relative(root, file).split(sep);
  if (folder === '..' || folder === 'node_modules') throw new Error(`${file} is not a source of this project.`);
  return folder;
}

require.extensions['.ts'] = (module, file) => {
  const output = file.replace(/\.ts$/, '.js');
  if (!translated.has(output)) translate(folderOf(file));
  module._compile(translated.get(output), file);
};

const resolve = Module._resolveFilename;
// An import that is made later has to name the file that a compiler would write.
Module._resolveFilename = (request, parent, ...rest) => {
  const source = request.replace(/\.js$/, '.ts');
  const isSource = /^\.\.?\//.test(request) && parent?.filename?.endsWith('.ts') && source !== request;
  if (isSource && existsSync(join(dirname(parent.filename), source))) return resolve(source, parent, ...rest);
  return resolve(request, parent, ...rest);
};

process.setSourceMapsEnabled(true);
