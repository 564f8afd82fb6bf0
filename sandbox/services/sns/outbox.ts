/** What would leave the organization: e-mails and HTTP requests. Nothing is sent; people and the drill read it here. */
import { type State, store } from '../../core/state';

export interface Outgoing {
  readonly protocol: 'email' | 'email-json' | 'http' | 'https';
  /** An e-mail address or a URL. */
  readonly endpoint: string;
  readonly topicArn: string;
  readonly sentAt: Date;
  readonly subject: string;
  /** For e-mail the message alone; otherwise the JSON envelope. */
  readonly body: string;
  /** Only in the request to confirm a subscription: what `ConfirmSubscription` asks for. */
  readonly confirmationToken?: string;
}

const outboxes = store<Outgoing[]>('sns-outbox', 'organization', () => []);

export function send(state: State, outgoing: Outgoing): void {
  outboxes.of(state, '', '').push(outgoing);
}

/** Everything that was sent out of the organization, oldest first. */
export function outbox(state: State): readonly Outgoing[] {
  return outboxes.of(state, '', '');
}

/** The e-mails among it. */
export function sentEmails(state: State): readonly Outgoing[] {
  return outbox(state).filter(({ protocol }) => protocol.startsWith('email'));
}
