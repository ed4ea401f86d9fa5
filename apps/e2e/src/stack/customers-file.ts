/** As Excel saves it in Poland: Windows-1250, here in the Latin-1 letters of the same bytes. */
export const customersFile = {
  name: 'klienci.csv',
  mimeType: 'application/vnd.ms-excel',
  buffer: Buffer.from(
    [
      'Nazwa;Firma;Telefon;Kom\xf3rka;Opiekun;Uwagi',
      // Paweł Żółć, Świętokrzyska.
      'Pawe\xb3 \xaf\xf3\xb3\xe6;"\x8cwi\xeatokrzyska, sp. z o.o.";41 344 55 66;601 222 333;Anna Nowak;"dzwoni\xe6\npo 16"',
      'Ewa Lis;;602 333 444 / 602 333 445;;anna@example.com;',
      'Jan Kowalski;ACME;600 100 200;;;',
      'Adam Bez Numeru;;brak;;;',
      ';;603 444 555;;;',
      'Zofia Nowa;;604 555 666;;Kto\x9c Inny;',
      'Inny Kowalski;;600 100 200;;;',
      'Pani Maria;;501 222 333;;;',
    ].join('\r\n'),
    'latin1',
  ),
};
