/** The operations on event buses. */
import type * as EventBridge from '@aws-sdk/client-eventbridge';
import { AwsError, notImplemented } from '../../core/aws-error';
import { pageOf } from '../../core/page';
import type { CallContext, Operations } from '../../core/service';
import { busAccess, requestTags } from './access';
import { type BusReference, busArn, busMeant } from './arn';
import { NAME, overLimit, text } from './parameters';
import { type Bus, type BusSettings, busesOf, newBus, requireBus } from './state';
import { tagMap } from './tag-map';

const BUSES_PER_REGION = 100;

export const busOperations: Operations<typeof EventBridge> = {
  CreateEventBus: {
    access: (input, context) => [
      busAccess('events:CreateEventBus', ownBus(input.Name, context), context, requestTags(input.Tags)),
    ],
    handle: (input, context) => {
      const bus = ownBus(input.Name, context);
      if (input.EventSourceName !== undefined) throw notImplemented('events', 'CreateEventBus of a partner event bus');
      const buses = busesOf(context.state, bus.account, bus.region);
      if (buses.has(bus.name))
        throw new AwsError('ResourceAlreadyExistsException', `Event bus ${bus.name} already exists.`);
      if (buses.size >= BUSES_PER_REGION) throw overLimit();
      const made = newBus(bus.name, settingsIn(input), context.clock.now());
      made.tags = tagMap(input.Tags);
      buses.set(bus.name, made);
      return { EventBusArn: busArn(bus), ...made.settings };
    },
  },
  DescribeEventBus: {
    access: (input, context) => [busAccess('events:DescribeEventBus', busMeant(input.Name, context), context)],
    handle: (input, context) => {
      const bus = busMeant(input.Name, context);
      return described(bus, requireBus(context.state, bus));
    },
  },
  ListEventBuses: {
    handle: ({ NamePrefix = '', NextToken, Limit = 100 }, context) => {
      const buses = busesOf(context.state, context.account, context.region).values();
      const wanted = [...buses].filter(({ name }) => name.startsWith(NamePrefix));
      const page = pageOf(wanted, ({ name }) => name, Limit, NextToken, 'ValidationException');
      const shown = page.items.map((bus) => {
        const { KmsKeyIdentifier, DeadLetterConfig, LogConfig, ...summary } = described(
          { account: context.account, region: context.region, name: bus.name },
          bus,
        );
        return summary;
      });
      return { EventBuses: shown, NextToken: page.next };
    },
  },
  UpdateEventBus: {
    access: (input, context) => [busAccess('events:UpdateEventBus', busMeant(input.Name, context), context)],
    handle: (input, context) => {
      const reference = busMeant(input.Name, context);
      const bus = requireBus(context.state, reference);
      // Only an empty text takes a description away.
      const Description = (input.Description ?? bus.settings.Description) || undefined;
      bus.settings = { ...settingsIn(input), Description };
      bus.modifiedAt = context.clock.now();
      return { Arn: busArn(reference), Name: bus.name, ...bus.settings };
    },
  },
  DeleteEventBus: {
    access: (input, context) => [busAccess('events:DeleteEventBus', ownBus(input.Name, context), context)],
    handle: (input, context) => {
      const reference = ownBus(input.Name, context);
      if (reference.name === 'default') throw new AwsError('ValidationException', 'Cannot delete event bus default.');
      const bus = requireBus(context.state, reference);
      if (bus.rules.size > 0)
        throw new AwsError('ValidationException', "EventBus can't be deleted since it has rules.");
      busesOf(context.state, reference.account, reference.region).delete(bus.name);
      return {};
    },
  },
};

/** A bus of the caller's, which only a name can name. */
function ownBus(name: string | undefined, { account, region }: CallContext): BusReference {
  return { account, region, name: text(name, 'name', 256, NAME) };
}

function settingsIn(input: BusSettings): BusSettings {
  const { Description, KmsKeyIdentifier, DeadLetterConfig, LogConfig } = input;
  return { Description, KmsKeyIdentifier, DeadLetterConfig, LogConfig };
}

function described(reference: BusReference, bus: Bus): EventBridge.DescribeEventBusResponse {
  return {
    Name: bus.name,
    Arn: busArn(reference),
    ...bus.settings,
    Policy: bus.policy === undefined ? undefined : JSON.stringify(bus.policy),
    CreationTime: bus.createdAt,
    LastModifiedTime: bus.modifiedAt,
  };
}
