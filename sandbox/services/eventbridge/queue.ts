/** Queues as EventBridge names them: by ARN, where SQS wants a URL. */
import { arnParts } from './arn';

/** The URL of the queue with this ARN. */
export function queueUrl(arn: string): string {
  const parts = arnParts(arn);
  return `https://sqs.${parts?.region}.amazonaws.com/${parts?.account}/${parts?.resource}`;
}

export function isFifo(arn: string): boolean {
  return arn.endsWith('.fifo');
}
