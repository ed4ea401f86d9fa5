import {
  type CreateEmployeeBody,
  employee,
  pageOf,
  type Employee,
  type UpdateEmployeeBody,
} from '@callboard/contracts';
import { mutationOptions, type QueryClient, queryOptions } from '@tanstack/react-query';
import { api } from '../../shared/api/client';

/** A company of this system's size fits one page. */
const most = 200;

/** All employees, by name. */
export const employeesQuery = () =>
  queryOptions({
    queryKey: ['employees'],
    queryFn: async ({ signal }): Promise<Employee[]> =>
      (await api.get('/employees', { answer: pageOf(employee), query: { limit: most }, signal })).items,
    staleTime: 5 * 60_000,
  });

/** Creates an employee, or changes the one with the id. */
export const saveEmployeeMutation = (id: string | undefined, client: QueryClient) =>
  mutationOptions({
    mutationFn: (body: CreateEmployeeBody | UpdateEmployeeBody) =>
      id === undefined
        ? api.post('/employees', { answer: employee, body, creates: true })
        : api.patch(`/employees/${id}`, { answer: employee, body }),
    onSuccess: () => client.invalidateQueries({ queryKey: employeesQuery().queryKey }),
  });
