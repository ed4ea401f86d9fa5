/** The invented company of the demo. Its people are `demoUsers` of libs/auth. */

/** A customer of the demo's company; `manager` is an e-mail's local part. */
export interface DemoContact {
  readonly name: string;
  readonly company: string | null;
  readonly phones: readonly string[];
  readonly manager: string | null;
}

/** Extensions of the simulated PBX and the person behind each, by the local part of the e-mail. */
export const demoExtensions = [
  { number: '100', name: 'Recepcja', person: 'anna' },
  { number: '101', name: 'Jan Kowalski', person: 'jan' },
  { number: '102', name: 'Olena Shevchenko', person: 'olena' },
  { number: '103', name: 'Piotr Zieliński', person: 'piotr' },
  { number: '105', name: 'Magazyn', person: null },
] as const;

/** Our number that customers call. */
export const demoLine = '48221234567';

/** Account of the simulated PBX; it exists only on this machine. */
export const demoAccount = { key: 'de0c0de0a11ca11b0a2d', secret: 'de0c0de05ec2e7000001', pbxId: 204_816 };

type Row = readonly [name: string, company: string | null, manager: string | null, ...phones: string[]];

// Polish numbers of valid shape, made of round digits so that nobody takes them for real ones.
const rows: readonly Row[] = [
  ['Marek Wiśniewski', 'Budomax Sp. z o.o.', 'jan', '+48600100201', '+48221002001'],
  ['Katarzyna Wójcik', 'Budomax Sp. z o.o.', 'jan', '+48600100202'],
  ['Tomasz Kamiński', 'Meble Kamiński', 'olena', '+48600100203', '+48612003003'],
  ['Agnieszka Lewandowska', 'Kwiaciarnia Pod Różą', 'olena', '+48600100204'],
  ['Paweł Dąbrowski', 'Auto-Serwis Dąbrowski', 'piotr', '+48600100205', '+48324005005'],
  ['Małgorzata Kozłowska', 'Biuro Rachunkowe Saldo', 'jan', '+48600100206'],
  ['Krzysztof Jankowski', 'Transport Jankowski', 'piotr', '+48600100207', '+48713007007'],
  ['Magdalena Mazur', 'Piekarnia Złoty Kłos', 'olena', '+48600100208'],
  ['Andrzej Wojciechowski', 'Elektro-Instal', 'jan', '+48600100209'],
  ['Joanna Kwiatkowska', 'Gabinet Stomatologiczny Uśmiech', 'olena', '+48600100210', '+48124010010'],
  ['Grzegorz Krawczyk', 'Hurtownia Stali Krawczyk', 'piotr', '+48600100211', '+48332011011'],
  ['Monika Kaczmarek', 'Hotel Bałtyk', 'anna', '+48600100212', '+48583012012'],
  ['Rafał Piotrowski', 'Drukarnia Offset-Plus', 'jan', '+48600100213'],
  ['Aleksandra Grabowska', 'Pracownia Wnętrz AG', 'olena', '+48600100214'],
  ['Michał Pawłowski', 'Centrum Ogrodnicze Zielony Dom', 'piotr', '+48600100215', '+48422015015'],
  ['Barbara Michalska', 'Apteka Pod Orłem', 'anna', '+48600100216'],
  ['Łukasz Nowicki', 'Fotowoltaika Słoneczna', 'jan', '+48600100217'],
  ['Ewa Adamczyk', 'Szkoła Językowa Lingua', 'olena', '+48600100218', '+48814018018'],
  ['Wojciech Dudek', 'Dudek Okna i Drzwi', 'piotr', '+48600100219'],
  ['Natalia Zając', 'Studio Urody Natalia', 'olena', '+48600100220'],
  ['Jakub Wieczorek', 'Wieczorek Logistyka', 'piotr', '+48600100221', '+48913021021'],
  ['Zofia Jabłońska', 'Wydawnictwo Kartka', 'anna', '+48600100222'],
  ['Dariusz Król', 'Kancelaria Król i Wspólnicy', 'jan', '+48600100223', '+48223023023'],
  ['Iwona Majewska', 'Catering Smaczek', 'olena', '+48600100224'],
  ['Mateusz Olszewski', 'Sklep Rowerowy Dwa Koła', 'piotr', '+48600100225'],
  ['Beata Jaworska', 'Przedszkole Tęcza', 'olena', '+48600100226'],
  ['Sebastian Malinowski', 'Malinowski Dachy', 'jan', '+48600100227'],
  ['Dorota Stępień', 'Klinika Weterynaryjna Łapa', 'anna', '+48600100228', '+48854028028'],
  ['Adam Górski', 'Górski Development', 'jan', '+48600100229', '+48184029029'],
  ['Renata Rutkowska', null, 'olena', '+48600100230'],
  ['Przemysław Sikora', 'Sikora Audyt', 'piotr', '+48600100231'],
  ['Hanna Walczak', 'Agencja Reklamowa Wow', 'olena', '+48600100232'],
  ['Oleksandr Bondarenko', 'Bondarenko Import', 'olena', '+48600100233', '+380441230033'],
  ['Jürgen Hoffmann', 'Hoffmann Maschinenbau GmbH', 'anna', '+493012300034'],
  ['Eliška Dvořáková', 'Dvořák Sklo s.r.o.', 'anna', '+420222300035'],
  ['Halina Baran', null, null, '+48600100236'],
  ['Szymon Szewczyk', null, null, '+48600100237'],
  ['Teresa Tomaszewska', 'Wspólnota Mieszkaniowa Lipowa 7', null, '+48600100238'],
  ['Kamil Pietrzak', 'Kurier Ekspres', null, '+48600100239', '+48223039039'],
  ['Urszula Marciniak', 'Urząd Gminy Leśna', null, '+48600100240'],
];

export const demoContacts: readonly DemoContact[] = rows.map(([name, company, manager, ...phones]) => ({
  name,
  company,
  manager,
  phones,
}));
