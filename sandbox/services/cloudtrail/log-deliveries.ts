/** The way of records to the log groups of trails: collected for some seconds, then written as batches. */
import type { InputLogEvent } from '@aws-sdk/client-cloudwatch-logs';
import { AwsError } from '../../core/aws-error';
import type { RoleSession } from '../../core/principal';
import type { Cloud } from '../../core/service';
import type { CloudTrailRecord } from '../../records/cloudtrail-record';
import { logDeliverySession, logStreamName, parseLogGroupArn } from './log-group';
import { type Trail, trailsOf } from './state';

/** AWS takes about five minutes; here a batch is what came within five seconds. */
const COLLECTION_MS = 5_000;
const SESSION_MS = 3_600_000;

/** The limits of `PutLogEvents`; each event counts 26 bytes more than its message. */
const BATCH_EVENTS = 10_000;
const BATCH_BYTES = 1_048_576;
const EVENT_OVERHEAD = 26;

/** Where the records of a trail go, as the trail said when they were selected. */
interface Destination {
  readonly trail: Trail;
  readonly groupArn: string;
  readonly roleArn: string;
  readonly records: CloudTrailRecord[];
}

export class LogDeliveries {
  private readonly waiting = new Map<string, Destination>();
  private readonly sessions = new Map<string, RoleSession>();

  constructor(private readonly cloud: Cloud) {}

  /** Takes a record on its way to the log group of a trail, if the trail has one. */
  add(trail: Trail, record: CloudTrailRecord): void {
    const { logGroupArn: groupArn, logRoleArn: roleArn } = trail;
    if (groupArn === undefined || roleArn === undefined) return;
    const key = [trail.arn, groupArn, roleArn].join(' ');
    const destination = this.waiting.get(key);
    if (destination !== undefined) {
      destination.records.push(record);
      return;
    }
    this.waiting.set(key, { trail, groupArn, roleArn, records: [record] });
    this.cloud.clock.after(COLLECTION_MS, () => this.deliver(key));
  }

  /** Writes what is waiting. What cannot be written is lost to the log group, and `GetTrailStatus` says why. */
  private async deliver(key: string): Promise<void> {
    const destination = this.waiting.get(key);
    this.waiting.delete(key);
    if (destination === undefined) return;
    let error: string | undefined;
    try {
      await this.write(destination);
    } catch (problem) {
      if (!(problem instanceof AwsError)) throw problem;
      this.sessions.delete(key);
      error = problem.code;
    }
    const { trail } = destination;
    const current = trailsOf(this.cloud.state, trail.account).get(trail.arn);
    if (current !== undefined)
      current.lastLogDelivery = { at: this.cloud.clock.now(), ...(error === undefined ? {} : { error }) };
  }

  private async write(destination: Destination): Promise<void> {
    const { trail, records } = destination;
    const group = parseLogGroupArn(destination.groupArn);
    if (group === undefined) return;
    const principal = await this.session(destination);
    for (const [stream, ofStream] of byStream(this.cloud, trail, records))
      for (const logEvents of batches(ofStream)) {
        const input = { logGroupName: group.name, logStreamName: stream };
        const call = { principal, region: group.region, service: 'logs' };
        try {
          await this.cloud.call({ ...call, operation: 'PutLogEvents', input: { ...input, logEvents } });
        } catch (error) {
          if (!(error instanceof AwsError) || error.code !== 'ResourceNotFoundException') throw error;
          await this.cloud.call({ ...call, operation: 'CreateLogStream', input });
          await this.cloud.call({ ...call, operation: 'PutLogEvents', input: { ...input, logEvents } });
        }
      }
  }

  /** One session of the role serves an hour of deliveries. */
  private async session({ trail, groupArn, roleArn }: Destination): Promise<RoleSession> {
    const key = [trail.arn, groupArn, roleArn].join(' ');
    const before = this.sessions.get(key);
    if (before !== undefined && before.issuedAt.getTime() + SESSION_MS > this.cloud.clock.now().getTime())
      return before;
    const session = await logDeliverySession(this.cloud, trail, roleArn);
    this.sessions.set(key, session);
    return session;
  }
}

function byStream(cloud: Cloud, trail: Trail, records: readonly CloudTrailRecord[]): Map<string, CloudTrailRecord[]> {
  const streams = new Map<string, CloudTrailRecord[]>();
  for (const record of records) {
    const stream = logStreamName(cloud, trail, record.recipientAccountId);
    const ofStream = streams.get(stream);
    if (ofStream === undefined) streams.set(stream, [record]);
    else ofStream.push(record);
  }
  return streams;
}

function batches(records: readonly CloudTrailRecord[]): InputLogEvent[][] {
  const all: InputLogEvent[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const record of records) {
    const message = JSON.stringify(record);
    const weight = Buffer.byteLength(message) + EVENT_OVERHEAD;
    const last = all.at(-1);
    const event = { timestamp: Date.parse(record.eventTime), message };
    if (last === undefined || last.length >= BATCH_EVENTS || bytes + weight > BATCH_BYTES) {
      all.push([event]);
      bytes = weight;
    } else {
      last.push(event);
      bytes += weight;
    }
  }
  return all;
}
