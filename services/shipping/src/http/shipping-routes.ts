import { shippingApi } from '@toshobin/contracts';
import { type CallerTokens, requireCaller, serveOpenApi } from '@toshobin/service';
import { type Express, Router } from 'express';
import type { ShippingDeps } from '../shipping-deps.ts';
import { serveShipping } from './serve-shipping.ts';

/** The operations of `shippingApi` and their description, for our own processes alone, each its own. */
export function shippingRoutes(deps: ShippingDeps, callers: CallerTokens) {
  return (app: Express): void => {
    const router = Router();
    serveOpenApi(router, { title: 'Shipping', version: '0.1.0', endpoints: Object.values(shippingApi) });
    serveShipping(router, deps);
    app.use(requireCaller(callers), router);
  };
}
