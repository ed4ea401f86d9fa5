import type { Recording } from './recording-store';

/** One thing said: by the company's side or by the customer. */
interface Utterance {
  ours: boolean;
  words: string;
}

export interface SpokenWord {
  s: number;
  e: number;
  w: string;
}

/** One utterance as recognised: its words with seconds from the start, and the channel it came from. */
export interface Recognised {
  words: SpokenWord[];
  channel: 1 | 2;
}

const us = (words: string): Utterance => ({ ours: true, words });
const customer = (words: string): Utterance => ({ ours: false, words });

const incoming: readonly (readonly Utterance[])[] = [
  [
    us('Dzień dobry, w czym mogę pomóc?'),
    customer('Dzień dobry, chciałbym zapytać o moje zamówienie.'),
    us('Oczywiście, proszę podać numer.'),
    customer('Dziękuję bardzo, do widzenia.'),
  ],
  [
    us('Dzień dobry, tu dział obsługi klienta.'),
    customer('Chcę złożyć reklamację, paczka przyszła uszkodzona.'),
    us('Bardzo przepraszam, zaraz sprawdzę przesyłkę.'),
    customer('Proszę o zwrot pieniędzy na konto.'),
    us('Zwrot wykonamy w ciągu czternastu dni.'),
  ],
  [
    us('Słucham, w czym mogę pomóc?'),
    customer('Nie dostałem jeszcze faktury za październik.'),
    us('Wyślę ją ponownie pocztą elektroniczną.'),
    customer('Świetnie, dziękuję i życzę miłego dnia.'),
  ],
];

const outgoing: readonly (readonly Utterance[])[] = [
  [
    customer('Słucham?'),
    us('Dzień dobry, dzwonię w sprawie Państwa zapytania ofertowego.'),
    customer('Tak, potrzebujemy dziesięciu sztuk na środę.'),
    us('Prześlę ofertę jeszcze dzisiaj.'),
  ],
  [
    customer('Halo, słucham.'),
    us('Oddzwaniam, próbował się Pan z nami skontaktować.'),
    customer('Chciałem przełożyć spotkanie na przyszły tydzień.'),
    us('Nie ma problemu, zapiszę termin na wtorek.'),
  ],
];

const secondsPerWord = 0.5;
const wordSeconds = 0.4;
const pauseSeconds = 1;

/** What was said in a recording, always the same; our side is channel 1 on outgoing calls, 2 on incoming ones. */
export function conversationOf({ callId, direction }: Recording): Recognised[] {
  const isOutgoing = direction === 'out';
  const choice = isOutgoing ? outgoing : incoming;
  const utterances = choice[Number(callId.split('.')[1] ?? 0) % choice.length] ?? [];
  let second = 0;
  return utterances.map(({ ours, words }) => {
    second += pauseSeconds;
    const spoken = words.split(' ').map((w) => {
      const word = { s: second, e: second + wordSeconds, w };
      second += secondsPerWord;
      return word;
    });
    return { words: spoken, channel: ours === isOutgoing ? 1 : 2 };
  });
}
