/** The services that keepers call. Only what starts a trail again is there from the start; the others load when they are used. */
import type { ServiceName } from '../aws';
import { sender as cloudtrail } from './cloudtrail';
import type { ClientSettings, Sender } from './service';

type Load = () => Promise<(settings: ClientSettings) => Sender>;

const SERVICES: Readonly<Record<ServiceName, Load>> = {
  cloudtrail: async () => cloudtrail,
  s3: async () => (await import('./s3.js')).sender,
  kms: async () => (await import('./kms.js')).sender,
  logs: async () => (await import('./logs.js')).sender,
  events: async () => (await import('./events.js')).sender,
  sns: async () => (await import('./sns.js')).sender,
  sqs: async () => (await import('./sqs.js')).sender,
  iam: async () => (await import('./iam.js')).sender,
  lambda: async () => (await import('./lambda.js')).sender,
  organizations: async () => (await import('./organizations.js')).sender,
  cloudwatch: async () => (await import('./cloudwatch.js')).sender,
};

export async function senderOf(service: ServiceName, settings: ClientSettings): Promise<Sender> {
  return (await SERVICES[service]())(settings);
}
