FROM node:22-slim
WORKDIR /opt/backchannel
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts
COPY demo demo
COPY build build
COPY tsconfig.json ./
RUN mkdir -p /var/lib/backchannel-contacts && chown node /var/lib/backchannel-contacts
USER node
CMD ["node", "--import", "tsx", "demo/crm/service/main.ts", "--folder", "/var/lib/backchannel-contacts", "--host", "0.0.0.0", "--port", "8089"]
