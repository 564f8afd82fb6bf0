/** The event history: what it keeps, for how long, and how it is looked up. */
import assert from 'node:assert/strict';
import { refuses, START } from '../../support';
import { ABROAD, HOME, PAYMENTS, TrailWorld } from '../trail-world';

describe('The event history', () => {
  let world: TrailWorld;
  beforeEach(async () => {
    world = new TrailWorld();
    const call = world.as(PAYMENTS, 'sns');
    for (const Name of ['one', 'two', 'three']) {
      await call('CreateTopic', { Name });
      await world.test.clock.advance(60_000);
    }
    await call('ListTopics', {});
  });
  const lookup = (input: object, region = HOME) => world.as(PAYMENTS, 'cloudtrail', region)('LookupEvents', input);

  it('is there without any trail, newest first, per account and Region', async () => {
    const { Events = [] } = await lookup({});
    assert.deepEqual(
      Events.map((event) => [event.EventName, event.ReadOnly, event.Username]),
      [
        ['ListTopics', 'true', 'tester'],
        ['CreateTopic', 'false', 'tester'],
        ['CreateTopic', 'false', 'tester'],
        ['CreateTopic', 'false', 'tester'],
      ],
    );
    assert.deepEqual((await lookup({}, ABROAD)).Events, []);
    assert.equal(
      (JSON.parse(Events[1]?.CloudTrailEvent ?? '') as { requestParameters: { name: string } }).requestParameters.name,
      'three',
    );
  });

  it('looks up by attribute, by time, and in pages', async () => {
    const by = (AttributeKey: string, AttributeValue: string) =>
      lookup({ LookupAttributes: [{ AttributeKey, AttributeValue }] });
    assert.equal((await by('EventName', 'CreateTopic')).Events?.length, 3);
    assert.deepEqual(
      (await by('ReadOnly', 'true')).Events?.map((event) => event.EventName),
      ['LookupEvents', 'ListTopics'],
    );
    assert.equal((await by('Username', 'nobody')).Events?.length, 0);
    assert.equal((await by('EventSource', 'sns.amazonaws.com')).Events?.length, 4);
    const late = await lookup({
      StartTime: new Date(START.getTime() + 60_000),
      EndTime: new Date(START.getTime() + 61_000),
    });
    assert.equal(late.Events?.length, 1);
    const topics = {
      LookupAttributes: [{ AttributeKey: 'EventSource' as const, AttributeValue: 'sns.amazonaws.com' }],
    };
    const first = await lookup({ ...topics, MaxResults: 3 });
    assert.equal(first.Events?.length, 3);
    assert.ok(first.NextToken);
    const last = await lookup({ ...topics, MaxResults: 3, NextToken: first.NextToken });
    assert.deepEqual(
      last.Events?.map((event) => event.EventTime?.toISOString()),
      [START.toISOString()],
    );
    assert.equal(last.NextToken, undefined);
  });

  it('refuses what it cannot look up', async () => {
    await refuses(lookup({ MaxResults: 51 }), 'InvalidMaxResultsException');
    await refuses(lookup({ StartTime: START, EndTime: new Date(0) }), 'InvalidTimeRangeException');
    await refuses(lookup({ NextToken: 'no token' }), 'InvalidNextTokenException');
    await refuses(lookup({ LookupAttributes: [{}, {}] }), 'InvalidLookupAttributesException');
  });

  it('forgets after 90 days', async () => {
    await world.test.clock.advance(91 * 24 * 3_600_000);
    assert.deepEqual((await lookup({})).Events, []);
  });
});
