'use strict';
/**
 * The runtime inside a function's process: loads the handler, answers one invocation at a time over the process channel,
 * and ends with the process that started it.
 *
 * Arguments: how many milliseconds the organization's clock is ahead of the machine's, and the folder of all unpacked code.
 * Messages in: { requestId, event, functionArn, remainingMs, clockOffsetMs }.
 * Messages out: { kind: 'ready' }, { kind: 'failed', error }, { kind: 'answer', payload | error, memoryMiB, fatal }.
 */
const { existsSync, readFileSync, rmSync } = require('node:fs');
const { basename, dirname, join, resolve } = require('node:path');
const { pathToFileURL } = require('node:url');
const { format } = require('node:util');

const [clockOffset = '0', packages = ''] = process.argv.splice(2);
const env = process.env;
const write = { stdout: process.stdout.write.bind(process.stdout), stderr: process.stderr.write.bind(process.stderr) };
const json = env.AWS_LAMBDA_LOG_FORMAT === 'JSON';
const LEVELS = { trace: 'TRACE', debug: 'DEBUG', log: 'INFO', info: 'INFO', warn: 'WARN', error: 'ERROR' };
const ORDER = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'];
let requestId;
let offset = 0;

process.on('disconnect', () => {
  if (packages !== '') rmSync(packages, { recursive: true, force: true });
  process.exit();
});
process.on('uncaughtException', (error) => die('Uncaught Exception', describe(error), 129));
process.on('unhandledRejection', (reason) => {
  const error = { ...describe(reason), errorType: 'Runtime.UnhandledPromiseRejection', errorMessage: String(reason) };
  die('Unhandled Promise Rejection', error, 128);
});

/** A function lives in the organization's time, which a virtual clock moves ahead of the machine's. */
const MachineDate = Date;
function setClock(milliseconds) {
  offset = Math.abs(milliseconds) < 1000 ? 0 : milliseconds;
  if (offset !== 0 && globalThis.Date === MachineDate) globalThis.Date = organizationDate();
}
function organizationDate() {
  const now = () => MachineDate.now() + offset;
  return new Proxy(MachineDate, {
    apply: () => new MachineDate(now()).toString(),
    construct: (target, given, newTarget) => Reflect.construct(target, given.length === 0 ? [now()] : given, newTarget),
    get: (target, key, receiver) => (key === 'now' ? now : Reflect.get(target, key, receiver)),
  });
}

/** Console lines in Lambda's two formats: https://docs.aws.amazon.com/lambda/latest/dg/nodejs-logging.html */
function log(level, values) {
  const least = env.AWS_LAMBDA_LOG_LEVEL ?? (json ? 'INFO' : 'TRACE');
  if (ORDER.indexOf(level) < ORDER.indexOf(least)) return;
  const timestamp = new Date().toISOString();
  if (!json) {
    const text = `${timestamp}\t${requestId ?? 'undefined'}\t${level}\t${format(...values)}`;
    write.stdout(`${text.replaceAll('\n', '\r')}\n`);
    return;
  }
  const single =
    values.length === 1 && typeof values[0] === 'object' && values[0] !== null && !(values[0] instanceof Error);
  const thrown = values.find((value) => value instanceof Error);
  const message = single ? values[0] : format(...values);
  const details = thrown === undefined ? {} : thrownDetails(thrown);
  write.stdout(`${JSON.stringify({ timestamp, level, requestId, message, ...details })}\n`);
}
function thrownDetails(error) {
  const { errorType, errorMessage, trace } = describe(error);
  return { errorType, errorMessage, stackTrace: trace };
}

function describe(error) {
  if (!(error instanceof Error)) return { errorType: typeof error, errorMessage: String(error), trace: [] };
  return { errorType: error.name, errorMessage: error.message, trace: (error.stack ?? '').split('\n') };
}

async function loadHandler() {
  const root = env.LAMBDA_TASK_ROOT;
  const whole = env._HANDLER;
  const match = /^([^.]+)\.(.+)$/.exec(basename(whole));
  if (match === null) throw failure('Runtime.MalformedHandlerName', 'Bad handler');
  const stem = resolve(root, dirname(whole), match[1]);
  const file = ['.js', '.mjs', '.cjs', ''].map((ending) => stem + ending).find((path) => existsSync(path));
  if (file === undefined)
    throw failure('Runtime.ImportModuleError', `Error: Cannot find module '${match[1]}'\nRequire stack:\n- ${root}`);
  const loaded = await load(file);
  const handler = match[2].split('.').reduce((value, key) => value?.[key], loaded);
  if (handler === undefined) throw failure('Runtime.HandlerNotFound', `${whole} is undefined or not exported`);
  if (typeof handler !== 'function') throw failure('Runtime.HandlerNotFound', `${whole} is not a function`);
  if (handler.length > 2 && nodeMajor() >= 24)
    throw failure(
      'Runtime.CallbackHandlerDeprecated',
      'ERROR: AWS Lambda has removed support for callback-based function handlers starting with Node.js 24.',
    );
  return handler;
}
async function load(file) {
  try {
    return isModule(file) ? await import(pathToFileURL(file).href) : require(file);
  } catch (error) {
    if (error instanceof SyntaxError)
      throw failure('Runtime.UserCodeSyntaxError', `SyntaxError: ${error.message}`, error);
    if (error?.code === 'MODULE_NOT_FOUND' || error?.code === 'ERR_MODULE_NOT_FOUND')
      throw failure('Runtime.ImportModuleError', `Error: ${error.message}`, error);
    throw error;
  }
}
function isModule(file) {
  if (!file.endsWith('.js')) return file.endsWith('.mjs');
  for (let folder = dirname(file); ; folder = dirname(folder)) {
    const manifest = join(folder, 'package.json');
    if (existsSync(manifest)) return JSON.parse(readFileSync(manifest, 'utf8')).type === 'module';
    if (folder === env.LAMBDA_TASK_ROOT || folder === dirname(folder)) return false;
  }
}
function failure(type, message, cause) {
  const error = cause instanceof Error ? cause : new Error(message);
  return Object.assign(new Error(message), { name: type, stack: error.stack });
}
function nodeMajor() {
  return Number(/nodejs(\d+)/.exec(env.AWS_EXECUTION_ENV ?? '')?.[1] ?? 0);
}

function contextOf({ functionArn, remainingMs }) {
  const deadline = performance.now() + remainingMs;
  return {
    awsRequestId: requestId,
    callbackWaitsForEmptyEventLoop: true,
    functionName: env.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: env.AWS_LAMBDA_FUNCTION_VERSION,
    invokedFunctionArn: functionArn,
    logGroupName: env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: env.AWS_LAMBDA_LOG_STREAM_NAME,
    memoryLimitInMB: env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    getRemainingTimeInMillis: () => Math.max(0, Math.round(deadline - performance.now())),
  };
}

function run(handler, event, context) {
  if (handler.length < 3) return handler(event, context);
  return new Promise((succeed, fail) => {
    const returned = handler(event, context, (error, result) => (error ? fail(error) : succeed(result)));
    if (typeof returned?.then === 'function') returned.then(succeed, fail);
  });
}

/** The marks tell the reader of the two streams that every line of this invocation has been read. */
function answer(content, then) {
  const mark = `\0${requestId ?? ''}\n`;
  write.stdout(mark, () => write.stderr(mark, () => process.send(message(content), then)));
}
function message(content) {
  const memoryMiB = Math.round(process.resourceUsage().maxRSS / 1024);
  return { kind: 'answer', memoryMiB, ...content };
}
function die(title, error, code) {
  log('ERROR', [`${title} \t${JSON.stringify(error)}`]);
  answer({ error, fatal: true }, () => process.exit(code));
}

async function main() {
  setClock(Number(clockOffset));
  for (const [method, level] of Object.entries(LEVELS)) console[method] = (...values) => log(level, values);
  let handler;
  try {
    handler = await loadHandler();
  } catch (error) {
    log('ERROR', [`Uncaught Exception \t${JSON.stringify(describe(error))}`]);
    process.send({ kind: 'failed', error: describe(error) });
    return;
  }
  process.on('message', async (invocation) => {
    requestId = invocation.requestId;
    setClock(invocation.clockOffsetMs);
    try {
      const result = await run(handler, JSON.parse(invocation.event), contextOf(invocation));
      answer({ payload: JSON.stringify(result) ?? 'null' });
    } catch (error) {
      log('ERROR', [`Invoke Error \t${JSON.stringify(describe(error))}`]);
      answer({ error: describe(error) });
    }
  });
  process.send({ kind: 'ready' });
}

void main();
