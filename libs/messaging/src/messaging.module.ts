import { LOG, type Log } from '@callboard/platform';
import { BullModule, getQueueToken } from '@nestjs/bullmq';
import { type DynamicModule, Inject, Injectable, Module, type Provider } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { type Queue, setDefaultBackendFactory } from 'bullmq';
import { backendFactory } from './backend/postgres-backend';
import { PostgresConnections } from './backend/postgres-connections';
import { QueueConnections } from './backend/queue-connections';
import { RedisConnections } from './backend/redis-connections';
import { connectionErrorLog } from './connection-errors';
import { JobProducer } from './job-producer';
import { LiveBus } from './live/live-bus';
import { PostgresLiveChannel } from './live/postgres-live-channel';
import { RedisLiveChannel } from './live/redis-live-channel';
import { MESSAGING_OPTIONS, type MessagingOptions } from './messaging-options';
import { queueNames, queuePrefix } from './queues';
import { WorkerHost } from './worker-host';

/** The connections, in a module of their own because each queue is made with them. */
@Injectable()
class ConnectionsCloser {
  constructor(@Inject(QueueConnections) private readonly connections: QueueConnections) {}

  /** After the workers (`beforeApplicationShutdown`); the queues hold nothing of their own. */
  onApplicationShutdown(): Promise<void> {
    return this.connections.close();
  }
}

@Module({})
class ConnectionsModule {
  static forRoot(options: MessagingOptions): DynamicModule {
    return {
      module: ConnectionsModule,
      providers: [
        {
          provide: QueueConnections,
          inject: [LOG],
          useFactory: (log: Log): QueueConnections =>
            options.redisUrl
              ? new RedisConnections(options.redisUrl, connectionErrorLog(log, 'queue'))
              : new PostgresConnections(options.databaseUrl, connectionErrorLog(log, 'queue')),
        },
        ConnectionsCloser,
      ],
      exports: [QueueConnections],
    };
  }
}

/** Everything that crosses the queue: producer, live bus and, in a worker, the host of the handlers. */
@Module({})
export class MessagingModule {
  static forRoot(options: MessagingOptions): DynamicModule {
    // BullMQ knows one factory for the whole process; ours chooses by the connection, so it may be set at any time.
    setDefaultBackendFactory(backendFactory);
    const connections = ConnectionsModule.forRoot(options);
    const queues = BullModule.registerQueueAsync(
      ...queueNames.map((name) => ({
        name,
        imports: [connections],
        inject: [QueueConnections],
        useFactory: (open: QueueConnections) => ({
          connection: open.forProducer(),
          prefix: queuePrefix,
          // The first question to a Redis that hangs would otherwise be kept as this queue's failure for ever.
          skipVersionCheck: true,
          skipMetasUpdate: true,
        }),
      })),
    );
    return {
      module: MessagingModule,
      global: true,
      imports: [connections, queues, DiscoveryModule],
      providers: [
        { provide: MESSAGING_OPTIONS, useValue: options },
        producer,
        liveBus(options),
        ...(options.role === 'worker' ? [WorkerHost] : []),
      ],
      exports: [JobProducer, LiveBus, ...(options.role === 'worker' ? [WorkerHost] : [])],
    };
  }
}

const producer: Provider = {
  provide: JobProducer,
  inject: [QueueConnections, LOG, ...queueNames.map((name) => getQueueToken(name))],
  useFactory: (connections: QueueConnections, log: Log, ...queues: Queue[]) =>
    new JobProducer(
      new Map(queueNames.flatMap((name, index) => (queues[index] ? [[name, queues[index]]] : []))),
      connections,
      connectionErrorLog(log, 'queue'),
    ),
};

const liveBus = ({ redisUrl, databaseUrl }: MessagingOptions): Provider => ({
  provide: LiveBus,
  inject: [LOG],
  useFactory: (log: Log) => {
    const onError = connectionErrorLog(log, 'live bus');
    const channel = redisUrl
      ? new RedisLiveChannel(redisUrl, onError)
      : new PostgresLiveChannel(databaseUrl, onError);
    return new LiveBus(channel, onError);
  },
});
