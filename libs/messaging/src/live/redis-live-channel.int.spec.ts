import { setTimeout as delay } from 'node:timers/promises';
import { type OwnServer, startOwnRedis, testRedisUrl } from '@callboard/testing';
import { RedisLiveChannel } from './redis-live-channel';

const describeWithRedis = testRedisUrl() ? describe : describe.skip;

describeWithRedis('the live bus over Redis', () => {
  let server: OwnServer;
  let channel: RedisLiveChannel;
  let heard: string[];

  beforeEach(async () => {
    const started = await startOwnRedis();
    if (!started) {
      throw new Error('The server did not start');
    }
    server = started;
    heard = [];
    channel = new RedisLiveChannel(server.url, () => undefined, { everyMs: 100, answerMs: 400 });
    await channel.listen({
      onText: (text) => heard.push(text),
      onReconnected: () => heard.push('reconnected'),
    });
  });

  afterEach(async () => {
    server.resume();
    await channel.close();
    await server.stop();
  });

  async function until(condition: () => boolean): Promise<void> {
    for (let tries = 0; tries < 200 && !condition(); tries += 1) {
      await delay(50);
    }
  }

  it('keeps a connection on which there is no news', async () => {
    await delay(1_500);
    await channel.send('news');
    await until(() => heard.length > 0);
    expect(heard).toEqual(['news']);
  });

  it('gives up a server that vanished without a word, and says so when one is back', async () => {
    server.pause();
    await delay(1_500);
    server.resume();
    await until(() => heard.length > 0);
    expect(heard).toEqual(['reconnected']);
    await channel.send('news');
    await until(() => heard.length > 1);
    expect(heard).toEqual(['reconnected', 'news']);
  });
});
