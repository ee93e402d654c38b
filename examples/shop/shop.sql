-- A small shop: what the bot's actions look into and change. actions.py makes shop.sqlite of it.
-- Days count from the day on which the file is made, so that an order is always on its way.
-- Money is kept in pence, as whole numbers: 0.1 + 0.2 is not 0.3.

CREATE TABLE orders (
    number    TEXT PRIMARY KEY CHECK (length(number) BETWEEN 5 AND 8),
    status    TEXT NOT NULL CHECK (status IN ('open', 'packed', 'shipped', 'delivered', 'cancelled')),
    pence     INTEGER NOT NULL CHECK (pence >= 0),
    carrier   TEXT NOT NULL,
    day       TEXT NOT NULL CHECK (day IS date(day)),  -- leaves us (open, packed), is expected (shipped), was delivered
    address   TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE refunds (
    order_number TEXT PRIMARY KEY REFERENCES orders (number),
    state        TEXT NOT NULL CHECK (state IN ('waiting', 'on its way', 'paid')),
    pence        INTEGER NOT NULL CHECK (pence > 0),
    day          TEXT CHECK (day IS date(day))  -- when it was paid or will be; nothing while the return is awaited
) WITHOUT ROWID;

INSERT INTO orders VALUES
    ('84512',   'shipped',   4990,  'Parcel Post', date('now', '+2 days'),  '12 Mill Lane, Bristol BS1 4DJ'),
    ('84513',   'packed',    12900, 'Parcel Post', date('now'),             '3 Station Road, Leeds LS1 4DY'),
    ('77120',   'shipped',   2350,  'Swift',       date('now', '+1 day'),   '8 Castle Street, Edinburgh EH2 3AH'),
    ('55091',   'open',      8900,  'Parcel Post', date('now', '+1 day'),   '41 Cathays Terrace, Cardiff CF24 4HS'),
    ('66120',   'open',      1995,  'Swift',       date('now', '+2 days'),  '5 Chapel Walk, Manchester M2 1HN'),
    ('30418',   'shipped',   32000, 'Swift',       date('now', '-3 days'),  '27 Park Row, Nottingham NG1 6GR'),
    ('90817',   'delivered', 5400,  'Parcel Post', date('now', '-1 day'),   '19 Baker Street, London W1U 8ED'),
    ('61120',   'delivered', 2499,  'Swift',       date('now', '-20 days'), '6 Quay Street, Bristol BS1 5JR'),
    ('1200345', 'packed',    7450,  'Swift',       date('now', '+1 day'),   '2 Harbour View, Plymouth PL1 2NQ'),
    ('4402918', 'delivered', 41900, 'Parcel Post', date('now', '-9 days'),  '14 High Street, Oxford OX1 4DB'),
    ('7710234', 'cancelled', 6600,  'Parcel Post', date('now', '-5 days'),  '30 Bridge Street, Cambridge CB2 1UF'),
    ('52333',   'delivered', 9900,  'Swift',       date('now', '-15 days'), '11 Church Road, York YO1 7EN');

INSERT INTO refunds VALUES
    ('61120',   'paid',       2499,  date('now', '-2 days')),
    ('4402918', 'on its way', 41900, date('now', '+2 days')),
    ('52333',   'waiting',    9900,  NULL),
    ('7710234', 'paid',       6600,  date('now', '-5 days'));
