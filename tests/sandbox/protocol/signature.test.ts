import assert from 'node:assert/strict';
import { identify, type WireRequest } from '../../../sandbox/protocol';

function request(headers: Record<string, string>, query = ''): WireRequest {
  return { method: 'POST', path: '/', query: new URLSearchParams(query), headers, body: new Uint8Array() };
}

const scope = 'ASIAEXAMPLE/20260304/eu-west-1/events/aws4_request';

describe('the identity of a request', () => {
  it('is read from a signed header', () => {
    const authorization = `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host;x-amz-date, Signature=00ff`;
    assert.deepEqual(identify(request({ authorization, 'x-amz-security-token': 'token' })), {
      accessKeyId: 'ASIAEXAMPLE',
      sessionToken: 'token',
      region: 'eu-west-1',
      service: 'events',
    });
  });

  it('is read where nothing stands between the parameters but commas', () => {
    const authorization = `AWS4-HMAC-SHA256 Credential=${scope},SignedHeaders=host,Signature=00ff`;
    assert.equal(identify(request({ authorization })).service, 'events');
  });

  it('is read from a presigned URL', () => {
    const query = `X-Amz-Credential=${encodeURIComponent(scope)}&X-Amz-Security-Token=token&X-Amz-Signature=00ff`;
    assert.deepEqual(identify(request({}, query)), {
      accessKeyId: 'ASIAEXAMPLE',
      sessionToken: 'token',
      region: 'eu-west-1',
      service: 'events',
    });
  });

  it('is read from the URLs of S3 that boto3 presigns in the old way', () => {
    const { accessKeyId, region, service } = identify(request({}, 'AWSAccessKeyId=111111111111&Signature=x&Expires=1'));
    assert.deepEqual([accessKeyId, region, service], ['111111111111', 'us-east-1', 's3']);
  });

  it('is missing where nobody signed', () => {
    assert.throws(() => identify(request({})), { code: 'MissingAuthenticationToken' });
  });

  const unreadable: [title: string, authorization: string, message: RegExp][] = [
    ['another algorithm', 'Basic YTpi', /^Unsupported signing algorithm 'Basic'/],
    ['Signature Version 2', 'AWS AKIAEXAMPLE:00ff', /^Unsupported signing algorithm 'AWS'/],
    ['no word at all', '', /^Unsupported signing algorithm ''/],
    ['no credential', 'AWS4-HMAC-SHA256 SignedHeaders=host, Signature=0', /requires 'Credential' parameter\. Auth/],
    [
      'a credential alone',
      `AWS4-HMAC-SHA256 Credential=${scope}`,
      /requires 'Signature' parameter\. Authorization header requires 'SignedHeaders' parameter\./,
    ],
    [
      'a scope of three elements',
      'AWS4-HMAC-SHA256 Credential=AKIA/20260304/us-east-1, SignedHeaders=host, Signature=0',
      /must have exactly 5 slash-delimited elements.*got 'AKIA\/20260304\/us-east-1'/,
    ],
    [
      'an empty element',
      'AWS4-HMAC-SHA256 Credential=AKIA/20260304//sns/aws4_request, SignedHeaders=host, Signature=0',
      /must have exactly 5/,
    ],
  ];
  for (const [title, authorization, message] of unreadable) {
    it(`is incomplete with ${title}`, () => {
      assert.throws(() => identify(request({ authorization })), { code: 'IncompleteSignature', message });
    });
  }
});
