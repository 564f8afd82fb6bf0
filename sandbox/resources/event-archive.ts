/** `aws.cloudwatch.EventArchive`. */
import type { cloudwatch } from '@pulumi/aws';
import { adapter, unless } from './adapter';
import { asWritten, changes } from './change';

const SETTINGS = ['description', 'eventPattern', 'kmsKeyIdentifier', 'retentionDays'] as const;

export const eventArchive = adapter<cloudwatch.EventArchiveArgs, cloudwatch.EventArchiveState>({
  type: 'aws:cloudwatch/eventArchive:EventArchive',
  inputs: ['description', 'eventPattern', 'eventSourceArn', 'kmsKeyIdentifier', 'name', 'region', 'retentionDays'],
  required: ['eventSourceArn'],
  replacedBy: ['eventSourceArn', 'name', 'region'],

  async create(cloud, inputs, name) {
    const ArchiveName = inputs.name ?? name;
    await cloud.call('events', 'CreateArchive', {
      ArchiveName,
      Description: inputs.description,
      EventPattern: inputs.eventPattern,
      EventSourceArn: inputs.eventSourceArn,
      KmsKeyIdentifier: inputs.kmsKeyIdentifier,
      RetentionDays: inputs.retentionDays,
    });
    return ArchiveName;
  },

  async update(cloud, id, news, olds) {
    if (!SETTINGS.some(changes({}, news, olds))) return;
    // What a program leaves out, and a retention without end, the provider does not send: the archive keeps what it has.
    await cloud.call('events', 'UpdateArchive', {
      ArchiveName: id,
      Description: news.description || undefined,
      EventPattern: news.eventPattern,
      KmsKeyIdentifier: news.kmsKeyIdentifier,
      RetentionDays: news.retentionDays || undefined,
    });
  },

  async delete(cloud, id) {
    await unless(['ResourceNotFoundException'], () => cloud.call('events', 'DeleteArchive', { ArchiveName: id }));
  },

  async read(cloud, id, inputs) {
    const archive = await unless(['ResourceNotFoundException'], () =>
      cloud.call('events', 'DescribeArchive', { ArchiveName: id }),
    );
    if (archive === undefined) return undefined;
    return {
      arn: archive.ArchiveArn,
      description: archive.Description,
      eventPattern: asWritten(inputs.eventPattern, archive.EventPattern),
      eventSourceArn: archive.EventSourceArn,
      kmsKeyIdentifier: archive.KmsKeyIdentifier,
      name: archive.ArchiveName,
      retentionDays: archive.RetentionDays,
    };
  },
});
