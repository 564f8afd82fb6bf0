import assert from 'node:assert/strict';
import { cbor } from '@smithy/core/cbor';
import type { Service } from '../../../sandbox/core/service';
import { protocolOf, type WireRequest } from '../../../sandbox/protocol';

function serviceOf(name: string, sdk: () => object): Service {
  return { name, actionPrefix: name, eventSource: `${name}.amazonaws.com`, sdk, operations: {} };
}

const events = serviceOf('events', () => require('@aws-sdk/client-eventbridge'));
const logs = serviceOf('logs', () => require('@aws-sdk/client-cloudwatch-logs'));
const kms = serviceOf('kms', () => require('@aws-sdk/client-kms'));
const cloudtrail = serviceOf('cloudtrail', () => require('@aws-sdk/client-cloudtrail'));
const sqs = serviceOf('sqs', () => require('@aws-sdk/client-sqs'));
const monitoring = serviceOf('monitoring', () => require('@aws-sdk/client-cloudwatch'));
const lambda = serviceOf('lambda', () => require('@aws-sdk/client-lambda'));
const s3 = serviceOf('s3', () => require('@aws-sdk/client-s3'));
const sns = serviceOf('sns', () => require('@aws-sdk/client-sns'));
const sts = serviceOf('sts', () => require('@aws-sdk/client-sts'));

function request(parts: Partial<Omit<WireRequest, 'body' | 'query'>> & { body?: string | Uint8Array; query?: string }) {
  return {
    method: parts.method ?? 'POST',
    path: parts.path ?? '/',
    query: new URLSearchParams(parts.query),
    headers: { host: '127.0.0.1:4599', ...parts.headers },
    body: Buffer.from(parts.body ?? ''),
  };
}

function json(operation: string, body: unknown): WireRequest {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return request({ headers: { 'x-amz-target': `Any_20150101.${operation}` }, body: text });
}

function form(body: string): WireRequest {
  return request({ headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' }, body });
}

function binary(operation: string, body: Uint8Array): WireRequest {
  const headers = { 'smithy-protocol': 'rpc-v2-cbor', 'content-type': 'application/cbor' };
  return request({ headers, path: `/service/GraniteServiceVersion20100801/operation/${operation}`, body });
}

const null1 = (name: string) =>
  `1 validation error detected: Value null at '${name}' failed to satisfy constraint: Member must not be null`;

const refused: [title: string, Service, WireRequest, code: string, message: string][] = [
  ['text that is no JSON', events, json('PutRule', '{"Name":'), 'SerializationException', 'The body is not JSON.'],
  [
    'JSON that is no object',
    events,
    json('PutRule', '[]'),
    'SerializationException',
    'The body must be a structure, and a list was found.',
  ],
  [
    'a number for a string',
    events,
    json('PutRule', { Name: 7 }),
    'SerializationException',
    "'name' must be a string, and the number 7 was found.",
  ],
  [
    'a string for a list',
    events,
    json('PutEvents', { Entries: 'x' }),
    'SerializationException',
    "'entries' must be a list, and the string 'x' was found.",
  ],
  [
    'a string for a number, deep down',
    events,
    json('PutTargets', { Rule: 'r', Targets: [{ Id: 'i', Arn: 'a', RetryPolicy: { MaximumRetryAttempts: '3' } }] }),
    'SerializationException',
    "'targets.1.member.retryPolicy.maximumRetryAttempts' must be a number, and the string '3' was found.",
  ],
  [
    'a timestamp that is none',
    cloudtrail,
    json('LookupEvents', { StartTime: 'yesterday' }),
    'SerializationException',
    "'startTime' must be a timestamp, and the string 'yesterday' was found.",
  ],
  [
    'a blob that is no base64',
    kms,
    json('Encrypt', { KeyId: 'k', Plaintext: '*' }),
    'SerializationException',
    "'plaintext' must be base64 text, and the string '*' was found.",
  ],
  ['no required member', events, json('PutRule', {}), 'ValidationException', null1('name')],
  ['null for a required member', events, json('PutRule', { Name: null }), 'ValidationException', null1('name')],
  [
    'null in a list',
    events,
    json('PutEvents', { Entries: [{}, null] }),
    'ValidationException',
    null1('entries.2.member'),
  ],
  [
    'several required members missing',
    logs,
    json('PutSubscriptionFilter', { logGroupName: 'g', filterName: 'f' }),
    'ValidationException',
    "2 validation errors detected: Value null at 'filterPattern' failed to satisfy constraint: Member must not be null; " +
      "Value null at 'destinationArn' failed to satisfy constraint: Member must not be null",
  ],
  [
    'a required member missing, to a service that once spoke query',
    sqs,
    json('SendMessage', { QueueUrl: 'u' }),
    'MissingParameter',
    'The request must contain the parameter MessageBody.',
  ],
  [
    'no operation in the target',
    events,
    request({ headers: { 'x-amz-target': '' }, body: '{}' }),
    'SerializationException',
    "The header 'X-Amz-Target' names no operation.",
  ],
  [
    'an operation that the service does not have',
    events,
    json('constructor', {}),
    'NotImplemented',
    'The sandbox does not model events:constructor.',
  ],
  [
    'bytes that are no CBOR',
    monitoring,
    binary('PutMetricData', Buffer.from([0x5f])),
    'SerializationException',
    'The body is not CBOR.',
  ],
  [
    'CBOR with a string for a list',
    monitoring,
    binary('PutMetricData', cbor.serialize({ Namespace: 'n', MetricData: 'x' })),
    'SerializationException',
    "'metricData' must be a list, and the string 'x' was found.",
  ],
  [
    'a form without an action',
    sns,
    form('Version=1'),
    'MissingAction',
    'The request must contain the parameter Action.',
  ],
  [
    'a form with text for a number',
    sts,
    form('Action=AssumeRole&RoleArn=a&RoleSessionName=s&DurationSeconds=long'),
    'SerializationException',
    "'DurationSeconds' must be a number, and 'long' was found.",
  ],
  [
    'a form with text for a boolean',
    sns,
    form('Action=Subscribe&TopicArn=t&Protocol=sqs&ReturnSubscriptionArn=maybe'),
    'SerializationException',
    "'ReturnSubscriptionArn' must be true or false, and 'maybe' was found.",
  ],
  [
    'a form with half of a map entry',
    sns,
    form('Action=CreateTopic&Name=t&Attributes.entry.1.key=Policy'),
    'SerializationException',
    "'Attributes.entry.1' must have key and value.",
  ],
  [
    'a form without a required member',
    sts,
    form('Action=AssumeRole&RoleArn=a'),
    'ValidationException',
    null1('roleSessionName'),
  ],
  [
    'a list item in a form without a required member',
    sns,
    form('Action=CreateTopic&Name=t&Tags.member.1.Key=k'),
    'ValidationException',
    null1('tags.1.member.value'),
  ],
  [
    'a JSON member of the wrong type beside path members',
    lambda,
    request({ method: 'PUT', path: '/2015-03-31/functions/f/configuration', body: '{"Timeout":"3"}' }),
    'SerializationException',
    "'timeout' must be a number, and the string '3' was found.",
  ],
  [
    'text for a number in the query string',
    lambda,
    request({ method: 'GET', path: '/2015-03-31/functions', query: 'MaxItems=many' }),
    'SerializationException',
    "'MaxItems' must be a number, and 'many' was found.",
  ],
  [
    'a path that no operation has',
    lambda,
    request({ method: 'GET', path: '/2015-03-31/nowhere' }),
    'NotImplemented',
    'The sandbox knows no operation of lambda at GET /2015-03-31/nowhere.',
  ],
  [
    'a path that is not percent-encoded',
    s3,
    request({ method: 'GET', path: '/bucket/%E0%A4%A' }),
    'SerializationException',
    "The path holds '%E0%A4%A', which is not percent-encoded UTF-8.",
  ],
  [
    'another XML document',
    s3,
    request({ method: 'PUT', path: '/b', query: 'versioning', body: '<Delete/>' }),
    'SerializationException',
    'The body must be a <VersioningConfiguration> document.',
  ],
  [
    'XML that is not well-formed',
    s3,
    request({ method: 'PUT', path: '/b', query: 'versioning', body: '<VersioningConfiguration><Status>' }),
    'SerializationException',
    'The <VersioningConfiguration> document is not well-formed.',
  ],
  [
    'XML with text for a boolean',
    s3,
    request({
      method: 'PUT',
      path: '/b',
      query: 'publicAccessBlock',
      body: '<PublicAccessBlockConfiguration><BlockPublicAcls>no</BlockPublicAcls></PublicAccessBlockConfiguration>',
    }),
    'SerializationException',
    "'BlockPublicAcls' must be true or false, and 'no' was found.",
  ],
  [
    'no body where one is required',
    s3,
    request({ method: 'PUT', path: '/b', query: 'policy' }),
    'ValidationException',
    null1('policy'),
  ],
];

describe('an input that is not the operation’s', () => {
  for (const [title, service, sent, code, message] of refused) {
    it(`is refused by name: ${title}`, () => {
      assert.throws(() => protocolOf(sent, service).read(sent), { code, message });
    });
  }

  it('may hold members that nobody knows', () => {
    const sent = json('PutRule', { Name: 'r', Unheard: { of: [1] } });
    assert.deepEqual(protocolOf(sent, events).read(sent), { operation: 'PutRule', input: { Name: 'r' } });
  });

  it('may be empty where nothing is required', () => {
    const sent = request({ headers: { 'x-amz-target': 'AWSEvents.ListRules' } });
    assert.deepEqual(protocolOf(sent, events).read(sent), { operation: 'ListRules', input: {} });
  });

  it('cannot change what objects are', () => {
    const sent = json('TagLogGroup', '{"logGroupName":"g","tags":{"__proto__":"x","constructor":"y"}}');
    const { input } = protocolOf(sent, logs).read(sent);
    const { tags } = input as { tags: object };
    assert.deepEqual(
      [Object.entries(tags), Object.getPrototypeOf(tags)],
      [
        [
          ['__proto__', 'x'],
          ['constructor', 'y'],
        ],
        Object.prototype,
      ],
    );
  });
});
