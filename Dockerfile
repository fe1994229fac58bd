# Two images for docker-compose.yml: Odoo with what the addon needs, and the simulated Amazon.

FROM python:3.12-slim AS simulator
COPY tools/requirements.txt /tmp/requirements.txt
RUN pip install --no-cache-dir --requirement /tmp/requirements.txt
WORKDIR /project
COPY simulator ./simulator
USER nobody
CMD ["python", "-m", "simulator", "--examples", "--port", "8080"]

FROM odoo:17.0 AS odoo
USER root
COPY requirements.txt /tmp/requirements.txt
RUN pip3 install --no-cache-dir --requirement /tmp/requirements.txt
USER odoo
