--
-- PostgreSQL database dump
--

-- Dumped from database version 13.14 (Debian 13.14-1.pgdg110+1)
-- Dumped by pg_dump version 13.14 (Debian 13.14-1.pgdg110+1)

SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'LATIN1';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

--
-- Name: app; Type: SCHEMA; Schema: -; Owner: postgres
--

CREATE SCHEMA app;


ALTER SCHEMA app OWNER TO postgres;

--
-- Name: total(integer); Type: FUNCTION; Schema: app; Owner: postgres
--

CREATE FUNCTION app.total(client integer) RETURNS numeric
    LANGUAGE sql STABLE
    AS $$ select sum(amount) from app.invoices where client_id = client; $$;


ALTER FUNCTION app.total(client integer) OWNER TO postgres;

SET default_tablespace = '';

SET default_table_access_method = heap;

--
-- Name: clients; Type: TABLE; Schema: app; Owner: postgres
--

CREATE TABLE app.clients (
    id integer NOT NULL,
    name text DEFAULT 'Müller & Söhne'::text NOT NULL
);


ALTER TABLE app.clients OWNER TO postgres;

--
-- Name: clients_id_seq; Type: SEQUENCE; Schema: app; Owner: postgres
--

CREATE SEQUENCE app.clients_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


ALTER TABLE app.clients_id_seq OWNER TO postgres;

ALTER SEQUENCE app.clients_id_seq OWNED BY app.clients.id;


--
-- Name: invoices; Type: TABLE; Schema: app; Owner: postgres
--

CREATE TABLE app.invoices (
    id integer NOT NULL,
    client_id integer NOT NULL,
    amount numeric(10,2)
);


ALTER TABLE app.invoices OWNER TO postgres;

--
-- Name: clients id; Type: DEFAULT; Schema: app; Owner: postgres
--

ALTER TABLE ONLY app.clients ALTER COLUMN id SET DEFAULT nextval('app.clients_id_seq'::regclass);


--
-- Data for Name: clients; Type: TABLE DATA; Schema: app; Owner: postgres
--

COPY app.clients (id, name) FROM stdin;
1	Böhm; it's "they" $$
2	\N
\.


--
-- Data for Name: invoices; Type: TABLE DATA; Schema: app; Owner: postgres
--

INSERT INTO app.invoices VALUES (1, 1, 10.00);
INSERT INTO app.invoices VALUES (2, 2, 20.00);


--
-- Name: clients_id_seq; Type: SEQUENCE SET; Schema: app; Owner: postgres
--

SELECT pg_catalog.setval('app.clients_id_seq', 2, true);


ALTER TABLE ONLY app.clients
    ADD CONSTRAINT clients_pkey PRIMARY KEY (id);

ALTER TABLE ONLY app.invoices
    ADD CONSTRAINT invoices_pkey PRIMARY KEY (id);

CREATE INDEX invoices_client ON app.invoices USING btree (client_id);

ALTER TABLE ONLY app.invoices
    ADD CONSTRAINT invoices_client_fkey FOREIGN KEY (client_id) REFERENCES app.clients(id) ON DELETE CASCADE;

--
-- PostgreSQL database dump complete
--

