-- Stand-in for PostGIS where the server has none: types with their modifiers, operators, operator classes and the
-- signatures of its common functions, so that schemas and seeds load. A value is the text it was given as. Points can be
-- made and read; what has no honest imitation fails when called.

-- A type modifier is a number. Here it is the OID of the enum label that spells it, so that enum_out prints it.
create type sandbox_modifier as enum (
  '(Point)', '(Point,4326)', '(Point,3857)', '(PointZ,4326)', '(LineString,4326)', '(Polygon,4326)',
  '(MultiPoint,4326)', '(MultiLineString,4326)', '(MultiPolygon,4326)', '(Geometry,4326)', '(GeometryCollection,4326)'
);

create function sandbox_modifier(words cstring[], default_srid integer) returns integer
language plpgsql volatile strict security definer set search_path = pg_catalog, pg_temp as $$
declare
  kinds constant text[] := array[
    'Geometry', 'Point', 'LineString', 'Polygon', 'MultiPoint', 'MultiLineString', 'MultiPolygon', 'GeometryCollection',
    'CircularString', 'CompoundCurve', 'CurvePolygon', 'MultiCurve', 'MultiSurface', 'PolyhedralSurface', 'Triangle', 'Tin'
  ];
  given text[] := string_to_array(array_to_string(words, E'\x01'), E'\x01');
  parts text[] := regexp_match(lower(given[1]), '^\s*([a-z]+?)\s*(zm|z|m)?\s*$');
  kind text;
  label text;
  found oid;
begin
  select name into kind from unnest(kinds) as name where lower(name) = parts[1];
  if kind is null then
    raise invalid_parameter_value using message = format('Invalid geometry type modifier: %s', given[1]);
  end if;
  if coalesce(given[2], '0') !~ '^\d{1,6}$' or cardinality(given) > 2 then
    raise invalid_parameter_value using message = format('Invalid SRID in type modifier: %s', array_to_string(given, ','));
  end if;
  label := format('(%s%s%s)', kind, upper(parts[2]), ',' || nullif(coalesce(given[2]::integer, default_srid), 0));
  if label = '(Geometry)' then
    return -1;
  end if;
  for attempt in 1..2 loop
    select oid into found from pg_enum
    where enumtypid = '@extschema@.sandbox_modifier'::regtype and enumlabel = label;
    exit when found is not null;
    execute format('alter type @extschema@.sandbox_modifier add value if not exists %L', label);
  end loop;
  return found::integer;
end
$$;
create function geometry_typmod_in(cstring[]) returns integer language sql stable strict
  as 'select @extschema@.sandbox_modifier($1, 0)';
create function geography_typmod_in(cstring[]) returns integer language sql stable strict
  as 'select @extschema@.sandbox_modifier($1, 4326)';
create function postgis_typmod_out(integer) returns cstring language internal immutable strict parallel safe as 'enum_out';

create type geometry;
create function geometry_in(cstring) returns geometry language internal immutable strict parallel safe as 'textin';
create function geometry_out(geometry) returns cstring language internal immutable strict parallel safe as 'textout';
create function geometry_recv(internal) returns geometry language internal immutable strict parallel safe as 'textrecv';
create function geometry_send(geometry) returns bytea language internal immutable strict parallel safe as 'textsend';
create type geometry (
  input = geometry_in, output = geometry_out, receive = geometry_recv, send = geometry_send,
  typmod_in = geometry_typmod_in, typmod_out = postgis_typmod_out,
  internallength = variable, storage = extended, delimiter = ':'
);
create type geography;
create function geography_in(cstring) returns geography language internal immutable strict parallel safe as 'textin';
create function geography_out(geography) returns cstring language internal immutable strict parallel safe as 'textout';
create function geography_recv(internal) returns geography language internal immutable strict parallel safe as 'textrecv';
create function geography_send(geography) returns bytea language internal immutable strict parallel safe as 'textsend';
create type geography (
  input = geography_in, output = geography_out, receive = geography_recv, send = geography_send,
  typmod_in = geography_typmod_in, typmod_out = postgis_typmod_out,
  internallength = variable, storage = extended, delimiter = ':'
);
create type box2d;
create function box2d_in(cstring) returns box2d language internal immutable strict parallel safe as 'textin';
create function box2d_out(box2d) returns cstring language internal immutable strict parallel safe as 'textout';
create type box2d (input = box2d_in, output = box2d_out, internallength = variable);
create type box3d;
create function box3d_in(cstring) returns box3d language internal immutable strict parallel safe as 'textin';
create function box3d_out(box3d) returns cstring language internal immutable strict parallel safe as 'textout';
create type box3d (input = box3d_in, output = box3d_out, internallength = variable);
create type geometry_dump as (path integer[], geom geometry);
create type valid_detail as (valid boolean, reason varchar, location geometry);

create function geometry(geometry, integer, boolean) returns geometry
  language sql immutable strict parallel safe as 'select $1';
create function geography(geography, integer, boolean) returns geography
  language sql immutable strict parallel safe as 'select $1';
create cast (geometry as geometry) with function geometry(geometry, integer, boolean) as implicit;
create cast (geography as geography) with function geography(geography, integer, boolean) as implicit;
create cast (geometry as text) without function as implicit;
create cast (text as geometry) without function as implicit;
create cast (geometry as geography) without function as implicit;
create cast (geography as geometry) without function;

-- Comparisons are those of the texts: enough to be sorted, grouped, unique and indexed.
do $do$
declare
  type text;
  method text;
  words text[];
begin
  foreach type in array array['geometry', 'geography'] loop
    foreach words slice 1 in array array[['lt', '<', '>', '>='], ['le', '<=', '>=', '>'], ['eq', '=', '=', '<>'],
                                         ['ge', '>=', '<=', '<'], ['gt', '>', '<', '<=']] loop
      execute format('create function %1$s_%2$s(%1$s, %1$s) returns boolean language internal immutable strict parallel safe as %3$L',
        type, words[1], 'bytea' || words[1]);
      execute format('create operator %s (leftarg = %2$s, rightarg = %2$s, procedure = %2$s_%3$s, commutator = %4$s%5$s)',
        words[2], type, words[1], words[3], case when words[1] = 'eq' then ', merges, hashes' end);
    end loop;
    execute format('create function %1$s_cmp(%1$s, %1$s) returns integer language internal immutable strict parallel safe as %2$L',
      type, 'byteacmp');
    execute format('create function %1$s_hash(%1$s) returns integer language internal immutable strict parallel safe as %2$L',
      type, 'hashvarlena');
    execute format('create operator class btree_%1$s_ops default for type %1$s using btree as operator 1 <, operator 2 <=,'
      'operator 3 =, operator 4 >=, operator 5 >, function 1 %1$s_cmp(%1$s, %1$s)', type);
    execute format('create operator class hash_%1$s_ops default for type %1$s using hash as operator 1 =,'
      'function 1 %1$s_hash(%1$s)', type);
    for method, words in values ('overlaps', array['&&', '&&']), ('distance_knn', array['<->', '<->']) loop
      execute format('create function %1$s_%2$s(%1$s, %1$s) returns %3$s language plpgsql immutable strict parallel safe as %4$L',
        type, method, case when method = 'overlaps' then 'boolean' else 'double precision' end,
        format('begin raise feature_not_supported using message = ''%s_%s() has only its signature in this sandbox''; end',
          type, method));
      execute format('create operator %s (leftarg = %2$s, rightarg = %2$s, procedure = %2$s_%3$s, commutator = %4$s)',
        words[1], type, method, words[2]);
    end loop;
  end loop;
  for method, words in
    values ('within', array['@', '~', '2']), ('contains', array['~', '@', '2']), ('same', array['~=', '~=', '2']),
           ('left', array['<<', '>>', '2']), ('right', array['>>', '<<', '2']), ('overleft', array['&<', '', '2']),
           ('overright', array['&>', '', '2']), ('below', array['<<|', '|>>', '2']), ('above', array['|>>', '<<|', '2']),
           ('overbelow', array['&<|', '', '2']), ('overabove', array['|&>', '', '2']),
           ('overlaps_nd', array['&&&', '&&&', '2']), ('distance_box', array['<#>', '<#>', '8']) loop
    execute format('create function geometry_%1$s(geometry, geometry) returns %2$s language plpgsql immutable strict parallel safe as %3$L',
      method, case words[3] when '8' then 'double precision' else 'boolean' end,
      format('begin raise feature_not_supported using message = ''geometry_%s() has only its signature in this sandbox''; end',
        method));
    execute format('create operator %s (leftarg = geometry, rightarg = geometry, procedure = geometry_%2$s%3$s)', words[1], method,
      case when words[2] <> '' then format(', commutator = %s', words[2]) end);
  end loop;
end
$do$;

-- A GiST index keeps the texts, by the functions that btree_gist has for bytea.
create function sandbox_gist_consistent(internal, bytea, smallint, oid, internal) returns boolean
  language c immutable strict parallel safe as '$libdir/btree_gist', 'gbt_bytea_consistent';
create function sandbox_gist_union(internal, internal) returns bytea
  language c immutable strict parallel safe as '$libdir/btree_gist', 'gbt_bytea_union';
create function sandbox_gist_compress(internal) returns internal
  language c immutable strict parallel safe as '$libdir/btree_gist', 'gbt_bytea_compress';
create function sandbox_gist_decompress(internal) returns internal
  language c immutable strict parallel safe as '$libdir/btree_gist', 'gbt_var_decompress';
create function sandbox_gist_penalty(internal, internal, internal) returns internal
  language c immutable strict parallel safe as '$libdir/btree_gist', 'gbt_bytea_penalty';
create function sandbox_gist_picksplit(internal, internal) returns internal
  language c immutable strict parallel safe as '$libdir/btree_gist', 'gbt_bytea_picksplit';
create function sandbox_gist_same(bytea, bytea, internal) returns internal
  language c immutable strict parallel safe as '$libdir/btree_gist', 'gbt_bytea_same';
do $do$
declare
  class text;
  words text[];
begin
  for class, words in
    values ('gist_geometry_ops_2d', array['default', 'geometry', '&&']), ('gist_geometry_ops_nd', array['', 'geometry', '&&&']),
           ('gist_geography_ops', array['default', 'geography', '&&']) loop
    execute format('create operator class %s %s for type %s using gist as storage bytea, operator 3 %s,'
      'function 1 sandbox_gist_consistent(internal, bytea, smallint, oid, internal),'
      'function 2 sandbox_gist_union(internal, internal), function 3 sandbox_gist_compress(internal),'
      'function 4 sandbox_gist_decompress(internal), function 5 sandbox_gist_penalty(internal, internal, internal),'
      'function 6 sandbox_gist_picksplit(internal, internal), function 7 sandbox_gist_same(bytea, bytea, internal)',
      class, words[1], words[2], words[3]);
  end loop;
end
$do$;

create function st_srid(geom geometry) returns integer language sql immutable strict parallel safe
  as $$ select coalesce(pg_catalog.substring($1::text, '^\s*SRID=(\d+);')::integer, 0) $$;
create function st_setsrid(geom geometry, srid integer) returns geometry language sql immutable strict parallel safe
  as $$ select (case when $2 > 0 then 'SRID=' || $2 || ';' else '' end
    || pg_catalog.regexp_replace($1::text, '^\s*SRID=\d+;', ''))::@extschema@.geometry $$;
create function st_makepoint(double precision, double precision) returns geometry
  language sql immutable strict parallel safe as $$ select ('POINT(' || $1 || ' ' || $2 || ')')::@extschema@.geometry $$;
create function st_makepoint(double precision, double precision, double precision) returns geometry
  language sql immutable strict parallel safe
  as $$ select ('POINT Z (' || $1 || ' ' || $2 || ' ' || $3 || ')')::@extschema@.geometry $$;
create function st_point(double precision, double precision) returns geometry
  language sql immutable strict parallel safe as $$ select @extschema@.st_makepoint($1, $2) $$;
create function st_point(double precision, double precision, srid integer) returns geometry
  language sql immutable strict parallel safe
  as $$ select @extschema@.st_setsrid(@extschema@.st_makepoint($1, $2), $3) $$;
create function st_geomfromtext(text) returns geometry language sql immutable strict parallel safe
  as $$ select $1::@extschema@.geometry $$;
create function st_geomfromtext(text, integer) returns geometry language sql immutable strict parallel safe
  as $$ select @extschema@.st_setsrid($1::@extschema@.geometry, $2) $$;
create function st_geometryfromtext(text) returns geometry language sql immutable strict parallel safe
  as $$ select $1::@extschema@.geometry $$;
create function st_geometryfromtext(text, integer) returns geometry language sql immutable strict parallel safe
  as $$ select @extschema@.st_setsrid($1::@extschema@.geometry, $2) $$;
create function st_geomfromewkt(text) returns geometry language sql immutable strict parallel safe
  as $$ select $1::@extschema@.geometry $$;
create function st_pointfromtext(text) returns geometry language sql immutable strict parallel safe
  as $$ select $1::@extschema@.geometry $$;
create function st_pointfromtext(text, integer) returns geometry language sql immutable strict parallel safe
  as $$ select @extschema@.st_setsrid($1::@extschema@.geometry, $2) $$;
create function st_geogfromtext(text) returns geography language sql immutable strict parallel safe
  as $$ select $1::@extschema@.geometry::@extschema@.geography $$;
create function st_geographyfromtext(text) returns geography language sql immutable strict parallel safe
  as $$ select $1::@extschema@.geometry::@extschema@.geography $$;
create function st_astext(geometry) returns text language sql immutable strict parallel safe
  as $$ select pg_catalog.regexp_replace($1::text, '^\s*SRID=\d+;', '') $$;
create function st_astext(geography) returns text language sql immutable strict parallel safe
  as $$ select @extschema@.st_astext($1::@extschema@.geometry) $$;
create function st_asewkt(geometry) returns text language sql immutable strict parallel safe as $$ select $1::text $$;
create function st_x(geometry) returns double precision language sql immutable strict parallel safe
  as $$ select pg_catalog.substring($1::text, '(?i)POINT\s*Z?M?\s*\(\s*([-+.\deE]+)')::double precision $$;
create function st_y(geometry) returns double precision language sql immutable strict parallel safe
  as $$ select pg_catalog.substring($1::text, '(?i)POINT\s*Z?M?\s*\(\s*[-+.\deE]+\s+([-+.\deE]+)')::double precision $$;
create function postgis_version() returns text language sql immutable parallel safe as $$ select '3.3 stand-in'::text $$;
create function postgis_full_version() returns text language sql stable parallel safe
  as $$ select 'POSTGIS="3.3.7 stand-in of the sandbox"'::text $$;
create function postgis_lib_version() returns text language sql immutable parallel safe as $$ select '3.3.7'::text $$;

-- The rest has only its signature.
do $do$
declare
  line text;
  parts text[];
begin
  foreach line in array pg_catalog.string_to_array($list$
st_area(geometry) double precision
st_area(geog geography, use_spheroid boolean default true) double precision
st_length(geometry) double precision
st_length(geog geography, use_spheroid boolean default true) double precision
st_perimeter(geometry) double precision
st_perimeter(geog geography, use_spheroid boolean default true) double precision
st_distance(geom1 geometry, geom2 geometry) double precision
st_distance(geog1 geography, geog2 geography, use_spheroid boolean default true) double precision
st_distance(text, text) double precision
st_distancesphere(geom1 geometry, geom2 geometry) double precision
st_distancespheroid(geom1 geometry, geom2 geometry) double precision
st_maxdistance(geom1 geometry, geom2 geometry) double precision
st_hausdorffdistance(geom1 geometry, geom2 geometry) double precision
st_dwithin(geom1 geometry, geom2 geometry, double precision) boolean
st_dwithin(geog1 geography, geog2 geography, tolerance double precision, use_spheroid boolean default true) boolean
st_dwithin(text, text, double precision) boolean
st_dfullywithin(geom1 geometry, geom2 geometry, double precision) boolean
st_contains(geom1 geometry, geom2 geometry) boolean
st_containsproperly(geom1 geometry, geom2 geometry) boolean
st_within(geom1 geometry, geom2 geometry) boolean
st_intersects(geom1 geometry, geom2 geometry) boolean
st_intersects(geog1 geography, geog2 geography) boolean
st_intersects(text, text) boolean
st_covers(geom1 geometry, geom2 geometry) boolean
st_covers(geog1 geography, geog2 geography) boolean
st_coveredby(geom1 geometry, geom2 geometry) boolean
st_coveredby(geog1 geography, geog2 geography) boolean
st_crosses(geom1 geometry, geom2 geometry) boolean
st_disjoint(geom1 geometry, geom2 geometry) boolean
st_equals(geom1 geometry, geom2 geometry) boolean
st_overlaps(geom1 geometry, geom2 geometry) boolean
st_touches(geom1 geometry, geom2 geometry) boolean
st_relate(geom1 geometry, geom2 geometry) text
st_isvalid(geometry) boolean
st_isvalid(geometry, integer) boolean
st_isvalidreason(geometry) text
st_isvaliddetail(geom geometry, flags integer default 0) valid_detail
st_issimple(geometry) boolean
st_isempty(geometry) boolean
st_isclosed(geometry) boolean
st_isring(geometry) boolean
st_makevalid(geometry) geometry
st_makevalid(geom geometry, params text) geometry
st_z(geometry) double precision
st_m(geometry) double precision
st_xmin(box3d) double precision
st_xmax(box3d) double precision
st_ymin(box3d) double precision
st_ymax(box3d) double precision
st_dimension(geometry) integer
st_coorddim(geometry geometry) smallint
st_ndims(geometry) smallint
st_npoints(geometry) integer
st_numpoints(geometry) integer
st_numgeometries(geometry) integer
st_numinteriorrings(geometry) integer
st_geometryn(geometry, integer) geometry
st_pointn(geometry, integer) geometry
st_interiorringn(geometry, integer) geometry
st_exteriorring(geometry) geometry
st_startpoint(geometry) geometry
st_endpoint(geometry) geometry
st_geometrytype(geometry) text
geometrytype(geometry) text
geometrytype(geography) text
st_summary(geometry) text
st_envelope(geometry) geometry
st_boundary(geometry) geometry
st_centroid(geometry) geometry
st_centroid(geography, use_spheroid boolean default true) geography
st_pointonsurface(geometry) geometry
st_convexhull(geometry) geometry
st_concavehull(param_geom geometry, param_pctconvex double precision, param_allow_holes boolean default false) geometry
st_buffer(geom geometry, radius double precision, options text default '') geometry
st_buffer(geom geometry, radius double precision, quadsegs integer) geometry
st_buffer(geography, double precision) geography
st_buffer(geography, double precision, integer) geography
st_buffer(geography, double precision, text) geography
st_buffer(text, double precision) geometry
st_simplify(geometry, double precision) geometry
st_simplify(geometry, double precision, boolean) geometry
st_simplifypreservetopology(geometry, double precision) geometry
st_simplifyvw(geometry, double precision) geometry
st_snaptogrid(geometry, double precision) geometry
st_snaptogrid(geometry, double precision, double precision) geometry
st_snap(geom1 geometry, geom2 geometry, double precision) geometry
st_reduceprecision(geom geometry, gridsize double precision) geometry
st_segmentize(geometry, double precision) geometry
st_segmentize(geog geography, max_segment_length double precision) geography
st_intersection(geom1 geometry, geom2 geometry, gridsize double precision default -1) geometry
st_intersection(geography, geography) geography
st_difference(geom1 geometry, geom2 geometry, gridsize double precision default -1) geometry
st_symdifference(geom1 geometry, geom2 geometry, gridsize double precision default -1) geometry
st_union(geom1 geometry, geom2 geometry) geometry
st_union(geom1 geometry, geom2 geometry, gridsize double precision) geometry
st_union(geometry[]) geometry
st_unaryunion(geometry, gridsize double precision default -1) geometry
st_collect(geom1 geometry, geom2 geometry) geometry
st_collect(geometry[]) geometry
st_collectionextract(geometry) geometry
st_collectionextract(geometry, integer) geometry
st_split(geom1 geometry, geom2 geometry) geometry
st_subdivide(geom geometry, maxvertices integer default 256, gridsize double precision default -1) setof geometry
st_dump(geometry) setof geometry_dump
st_dumppoints(geometry) setof geometry_dump
st_dumprings(geometry) setof geometry_dump
st_multi(geometry) geometry
st_force2d(geometry) geometry
st_force3d(geom geometry, zvalue double precision default 0.0) geometry
st_force3dz(geom geometry, zvalue double precision default 0.0) geometry
st_forcerhr(geometry) geometry
st_reverse(geometry) geometry
st_flipcoordinates(geometry) geometry
st_removerepeatedpoints(geom geometry, tolerance double precision default 0.0) geometry
st_transform(geometry, integer) geometry
st_transform(geom geometry, to_proj text) geometry
st_translate(geometry, double precision, double precision) geometry
st_scale(geometry, double precision, double precision) geometry
st_rotate(geometry, double precision) geometry
st_expand(geometry, double precision) geometry
st_expand(box2d, double precision) box2d
st_azimuth(geom1 geometry, geom2 geometry) double precision
st_azimuth(geog1 geography, geog2 geography) double precision
st_project(geog geography, distance double precision, azimuth double precision) geography
st_angle(pt1 geometry, pt2 geometry, pt3 geometry, pt4 geometry default 'POINT EMPTY'::geometry) double precision
st_closestpoint(geom1 geometry, geom2 geometry) geometry
st_shortestline(geom1 geometry, geom2 geometry) geometry
st_lineinterpolatepoint(geometry, double precision) geometry
st_linelocatepoint(geom1 geometry, geom2 geometry) double precision
st_linesubstring(geometry, double precision, double precision) geometry
st_linemerge(geometry) geometry
st_addpoint(geom1 geometry, geom2 geometry) geometry
st_setpoint(geometry, integer, geometry) geometry
st_makeline(geom1 geometry, geom2 geometry) geometry
st_makeline(geometry[]) geometry
st_makepolygon(geometry) geometry
st_makepolygon(geometry, geometry[]) geometry
st_polygon(geometry, integer) geometry
st_makebox2d(geom1 geometry, geom2 geometry) box2d
st_makeenvelope(double precision, double precision, double precision, double precision, integer default 0) geometry
st_makepointm(double precision, double precision, double precision) geometry
st_pointz(xcoordinate double precision, ycoordinate double precision, zcoordinate double precision, srid integer default 0) geometry
st_polygonfromtext(text) geometry
st_polygonfromtext(text, integer) geometry
st_linefromtext(text) geometry
st_linefromtext(text, integer) geometry
st_geomfromgeojson(text) geometry
st_geomfromgeojson(json) geometry
st_geomfromgeojson(jsonb) geometry
st_geomfromkml(text) geometry
st_geomfromgml(text) geometry
st_geomfromwkb(bytea) geometry
st_geomfromwkb(bytea, integer) geometry
st_geomfromewkb(bytea) geometry
st_geogfromwkb(bytea) geography
st_geomfromgeohash(text, integer default null) geometry
st_pointfromgeohash(text, integer default null) geometry
st_geohash(geom geometry, maxchars integer default 0) text
st_geohash(geog geography, maxchars integer default 0) text
st_asgeojson(geom geometry, maxdecimaldigits integer default 9, options integer default 8) text
st_asgeojson(geog geography, maxdecimaldigits integer default 9, options integer default 0) text
st_asgeojson(r record, geom_column text default '', maxdecimaldigits integer default 9, pretty_bool boolean default false) text
st_asgeojson(text) text
st_asbinary(geometry) bytea
st_asbinary(geography) bytea
st_asewkb(geometry) bytea
st_ashexewkb(geometry) text
st_askml(geom geometry, maxdecimaldigits integer default 15, nprefix text default '') text
st_asgml(geom geometry, maxdecimaldigits integer default 15, options integer default 0) text
st_assvg(geom geometry, rel integer default 0, maxdecimaldigits integer default 15) text
st_asencodedpolyline(geom geometry, nprecision integer default 5) text
st_linefromencodedpolyline(txtin text, nprecision integer default 5) geometry
st_asmvtgeom(geom geometry, bounds box2d, extent integer default 4096, buffer integer default 256, clip_geom boolean default true) geometry
st_tileenvelope(zoom integer, x integer, y integer, bounds geometry default 'LINESTRING(0 0,1 1)'::geometry, margin double precision default 0.0) geometry
st_hexagongrid(size double precision, bounds geometry, out geom geometry, out i integer, out j integer) setof record
st_squaregrid(size double precision, bounds geometry, out geom geometry, out i integer, out j integer) setof record
st_generatepoints(area geometry, npoints integer) geometry
st_voronoipolygons(g1 geometry, tolerance double precision default 0.0, extend_to geometry default null) geometry
st_delaunaytriangles(g1 geometry, tolerance double precision default 0.0, flags integer default 0) geometry
st_clusterintersecting(geometry[]) geometry[]
st_minimumboundingcircle(inputgeom geometry, segs_per_quarter integer default 48) geometry
st_orientedenvelope(geometry) geometry
st_estimatedextent(text, text) box2d
st_estimatedextent(text, text, text) box2d
find_srid(varchar, varchar, varchar) integer
updategeometrysrid(varchar, varchar, integer) text
addgeometrycolumn(table_name varchar, column_name varchar, new_srid integer, new_type varchar, new_dim integer, use_typmod boolean default true) text
addgeometrycolumn(schema_name varchar, table_name varchar, column_name varchar, new_srid integer, new_type varchar, new_dim integer, use_typmod boolean default true) text
dropgeometrycolumn(table_name varchar, column_name varchar) text
populate_geometry_columns(use_typmod boolean default true) text
box2d(geometry) box2d
box3d(geometry) box3d
box(geometry) box
geometry(box2d) geometry
geometry(point) geometry
geometry(polygon) geometry
geometry(bytea) geometry
bytea(geometry) bytea
"json"(geometry) json
jsonb(geometry) jsonb
point(geometry) point
polygon(geometry) polygon
sandbox_collect(geometry, geometry) geometry
sandbox_extent(box2d, geometry) box2d
sandbox_extent3d(box3d, geometry) box3d
sandbox_tile(bytea, anyelement) bytea
sandbox_tile(bytea, anyelement, text) bytea
sandbox_tile(bytea, anyelement, text, integer) bytea
sandbox_tile(bytea, anyelement, text, integer, text) bytea
$list$, E'\n') loop
    continue when line = '';
    parts := pg_catalog.regexp_match(line, '^([\w"]+)(\(.*\)) (.*)$');
    execute pg_catalog.format('create function %s%s returns %s language plpgsql immutable strict parallel safe as %L', parts[1], parts[2], parts[3],
      pg_catalog.format('begin raise feature_not_supported using message = ''%s() has only its signature in this sandbox''; end', parts[1]));
  end loop;
end
$do$;

create cast (geometry as box2d) with function box2d(geometry) as implicit;
create cast (geometry as box3d) with function box3d(geometry) as implicit;
create cast (geometry as box) with function box(geometry) as assignment;
create cast (box2d as geometry) with function geometry(box2d) as implicit;
create cast (point as geometry) with function geometry(point);
create cast (polygon as geometry) with function geometry(polygon);
create cast (geometry as point) with function point(geometry);
create cast (geometry as polygon) with function polygon(geometry);
create cast (bytea as geometry) with function geometry(bytea) as implicit;
create cast (geometry as bytea) with function bytea(geometry) as implicit;
create cast (geometry as json) with function "json"(geometry);
create cast (geometry as jsonb) with function jsonb(geometry);

create aggregate st_union(geometry) (sfunc = sandbox_collect, stype = geometry);
create aggregate st_collect(geometry) (sfunc = sandbox_collect, stype = geometry);
create aggregate st_makeline(geometry) (sfunc = sandbox_collect, stype = geometry);
create aggregate st_memunion(geometry) (sfunc = sandbox_collect, stype = geometry);
create aggregate st_polygonize(geometry) (sfunc = sandbox_collect, stype = geometry);
create aggregate st_extent(geometry) (sfunc = sandbox_extent, stype = box2d, initcond = 'BOX EMPTY');
create aggregate st_3dextent(geometry) (sfunc = sandbox_extent3d, stype = box3d, initcond = 'BOX3D EMPTY');
create aggregate st_asmvt(anyelement) (sfunc = sandbox_tile, stype = bytea, initcond = '');
create aggregate st_asmvt(anyelement, text) (sfunc = sandbox_tile, stype = bytea, initcond = '');
create aggregate st_asmvt(anyelement, text, integer) (sfunc = sandbox_tile, stype = bytea, initcond = '');
create aggregate st_asmvt(anyelement, text, integer, text) (sfunc = sandbox_tile, stype = bytea, initcond = '');

create table spatial_ref_sys (
  srid integer not null primary key check (srid > 0 and srid <= 998999),
  auth_name varchar(256),
  auth_srid integer,
  srtext varchar(2048),
  proj4text varchar(2048)
);
insert into spatial_ref_sys (srid, auth_name, auth_srid) values (4326, 'EPSG', 4326), (3857, 'EPSG', 3857);
create view geometry_columns as
select pg_catalog.current_database()::varchar(256) as f_table_catalog, n.nspname as f_table_schema, c.relname as f_table_name,
  a.attname as f_geometry_column, 2 as coord_dimension,
  coalesce(pg_catalog.substring(m.label, ',(\d+)')::integer, 0) as srid,
  upper(coalesce(pg_catalog.substring(m.label, '\(([A-Za-z]+)'), 'geometry'))::varchar(30) as type
from pg_catalog.pg_attribute a
join pg_catalog.pg_class c on c.oid = a.attrelid and c.relkind in ('r', 'v', 'm', 'f', 'p')
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
cross join lateral (select pg_catalog.format_type(a.atttypid, a.atttypmod)) as m (label)
where a.atttypid = '@extschema@.geometry'::pg_catalog.regtype and not a.attisdropped;
create view geography_columns as
select pg_catalog.current_database() as f_table_catalog, n.nspname as f_table_schema, c.relname as f_table_name,
  a.attname as f_geography_column, 2 as coord_dimension,
  coalesce(pg_catalog.substring(m.label, ',(\d+)')::integer, 4326) as srid,
  coalesce(pg_catalog.substring(m.label, '\(([A-Za-z]+)'), 'Geometry') as type
from pg_catalog.pg_attribute a
join pg_catalog.pg_class c on c.oid = a.attrelid and c.relkind in ('r', 'v', 'm', 'f', 'p')
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
cross join lateral (select pg_catalog.format_type(a.atttypid, a.atttypmod)) as m (label)
where a.atttypid = '@extschema@.geography'::pg_catalog.regtype and not a.attisdropped;
grant select on spatial_ref_sys, geometry_columns, geography_columns to public;
