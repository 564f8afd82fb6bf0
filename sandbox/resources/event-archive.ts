/** `aws.cloudwatch.EventArchive`. */
import type { cloudwatch } from '@pulumi/aws';
import { adapter, unless } from './adapter';

export const eventArchive = adapter<cloudwatch.EventArchiveArgs, cloudwatch.EventArchiveState>({
  type: 'aws:cloudwatch/eventArchive:EventArchive',
  inputs: ['description', 'eventPattern', 'eventSourceArn', 'kmsKeyIdentifier', 'name', 'region', 'retentionDays'],

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

  async read(cloud, id) {
    const archive = await unless(['ResourceNotFoundException'], () =>
      cloud.call('events', 'DescribeArchive', { ArchiveName: id }),
    );
    if (archive === undefined) return undefined;
    return {
      arn: archive.ArchiveArn,
      description: archive.Description,
      eventPattern: archive.EventPattern,
      eventSourceArn: archive.EventSourceArn,
      kmsKeyIdentifier: archive.KmsKeyIdentifier,
      name: archive.ArchiveName,
      retentionDays: archive.RetentionDays,
    };
  },
});
