import assert from 'node:assert/strict';
import { TAMPER_CATALOGUE } from '../../../infra/catalogue';
import { ACCOUNT_KINDS } from '../../../infra/configuration';
import { centralRules, forwardingRules } from '../../../infra/event-rules';
import { forwardingPatterns } from '../../../sandbox/bench/event-matching';
import { sampleEvents, stopLoggingOfSampleTrail } from '../../../sandbox/bench/sample-events';
import { matches, parsePattern } from '../../../sandbox/event-pattern';
import { SAMPLE } from '../../support/organization';

const { configuration } = SAMPLE;

describe('The sample events', () => {
  const patterns = forwardingPatterns();
  const { everyday, tampering } = sampleEvents();

  it('are matched against everything of the catalogue', () => {
    const texts = ACCOUNT_KINDS.flatMap((kind) => forwardingRules(configuration, kind, configuration.homeRegion));
    const names = new Set(texts.flatMap(({ pattern }) => pattern.detail.eventName));
    assert.deepEqual([...names].sort(), [...new Set(TAMPER_CATALOGUE.map(({ eventName }) => eventName))].sort());
    assert.equal(patterns.length, new Set(texts.map(({ pattern }) => JSON.stringify(pattern))).size);
  });

  it('of every day are forwarded by no account', () => {
    assert.deepEqual(
      everyday.filter((event) => patterns.some((pattern) => matches(pattern, event))),
      [],
    );
  });

  it('that tamper are forwarded, and handed to the responder', () => {
    const central = centralRules().map(({ pattern }) => parsePattern(JSON.stringify(pattern)));
    for (const rules of [patterns, central])
      for (const event of tampering) assert.ok(rules.some((pattern) => matches(pattern, event)));
  });

  it('begin with the call that stops the sample trail', () => {
    assert.equal((stopLoggingOfSampleTrail().detail as { eventName: string }).eventName, 'StopLogging');
  });
});
