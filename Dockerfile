# The dashboard is the only part that is built; the server runs its TypeScript as it is.
FROM node:26-slim AS dashboard
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY . .
RUN npm run build

# Without the packaged Node (optional dependencies): the image is Node.
FROM node:26-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --omit=optional

FROM node:26-slim
ENV NODE_ENV=production \
    LIANFANG_CONFIG=/etc/lianfang/lianfang.yaml
WORKDIR /app
COPY --from=dependencies /app/node_modules ./node_modules
COPY package.json ./
COPY domain ./domain
COPY store ./store
COPY ingest ./ingest
COPY alerting ./alerting
COPY api ./api
COPY app ./app
COPY config ./config
COPY docker/healthcheck.js ./docker/healthcheck.js
COPY --from=dashboard /app/dashboard/dist ./dashboard/dist
# The ledger, and the readings when there is no InfluxDB.
RUN mkdir -p /var/lib/lianfang /var/lib/broker-access && chown node:node /var/lib/lianfang /var/lib/broker-access
USER node
VOLUME /var/lib/lianfang
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s CMD ["node", "docker/healthcheck.js"]
# Not through npm: the signal to stop must reach the program.
CMD ["node", "--max-semi-space-size=8", "app/main.ts", "serve"]
