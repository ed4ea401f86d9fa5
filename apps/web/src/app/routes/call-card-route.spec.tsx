import { screen } from '@testing-library/react';
import { Route, Routes, useLocation } from 'react-router';
import { callDetail, uuid } from '../../../test/calls';
import { renderScreen } from '../../../test/screen';
import { stubServer } from '../../../test/stub-server';
import { CallCardRoute } from './call-card-route';

const call = callDetail({ id: uuid(1) });

function Address() {
  return <output>{useLocation().pathname}</output>;
}

describe('the address of a call', () => {
  let server: ReturnType<typeof stubServer>;
  beforeEach(() => {
    server = stubServer({ 'GET /calls/:id': () => call });
  });
  afterEach(() => server.restore());

  it.each([call.id, uuid(2)])('leads to the card, also from its helper leg', async (id) => {
    const routes = (
      <>
        <Address />
        <Routes>
          <Route path="/calls/:id" element={<CallCardRoute />} />
        </Routes>
      </>
    );
    await renderScreen(routes, { address: `/calls/${id}`, language: 'en' });
    await screen.findByRole('heading', { level: 1 });
    expect(await screen.findByText(`/calls/${call.id}`)).toBeTruthy();
  });
});
