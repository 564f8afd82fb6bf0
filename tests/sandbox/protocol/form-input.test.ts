import assert from 'node:assert/strict';
import type { Service } from '../../../sandbox/core/service';
import { protocolOf, type WireRequest } from '../../../sandbox/protocol';

const sns: Service = {
  name: 'sns',
  actionPrefix: 'sns',
  eventSource: 'sns.amazonaws.com',
  sdk: () => require('@aws-sdk/client-sns'),
  operations: {},
};

function form(body: URLSearchParams): WireRequest {
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  return { method: 'POST', path: '/', query: new URLSearchParams(), headers, body: Buffer.from(body.toString()) };
}

describe('the form of a query request', () => {
  it('orders a list by number, whatever the order of the parameters', () => {
    const numbers = [10, 2, 1, 9, 11];
    const tags = numbers.flatMap((number) => [[`TagKeys.member.${number}`, `key${number}`] as [string, string]]);
    const sent = form(new URLSearchParams([['Action', 'UntagResource'], ['ResourceArn', 'a'], ...tags]));
    assert.deepEqual(protocolOf(sent, sns).read(sent), {
      operation: 'UntagResource',
      input: { ResourceArn: 'a', TagKeys: ['key1', 'key2', 'key9', 'key10', 'key11'] },
    });
  });

  it('reads an empty list as one', () => {
    const sent = form(new URLSearchParams({ Action: 'UntagResource', ResourceArn: 'a', TagKeys: '' }));
    assert.deepEqual(protocolOf(sent, sns).read(sent).input, { ResourceArn: 'a', TagKeys: [] });
  });

  it('may stand in the URL of a presigned request', () => {
    const query = new URLSearchParams({ Action: 'ListTopics', NextToken: 'n', 'X-Amz-Signature': '00ff' });
    const sent: WireRequest = { method: 'GET', path: '/', query, headers: {}, body: new Uint8Array() };
    assert.deepEqual(protocolOf(sent, sns).read(sent), { operation: 'ListTopics', input: { NextToken: 'n' } });
  });

  it('cannot change what objects are', () => {
    const parameters = { Action: 'CreateTopic', Name: 't', 'Attributes.entry.1.key': '__proto__' };
    const sent = form(new URLSearchParams({ ...parameters, 'Attributes.entry.1.value': 'x' }));
    const { Attributes } = protocolOf(sent, sns).read(sent).input as { Attributes: object };
    assert.deepEqual(Object.entries(Attributes), [['__proto__', 'x']]);
  });
});
