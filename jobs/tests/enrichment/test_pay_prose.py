"""Pay in sentences of advertisements: what is pay, what is other money, in nine ways of writing."""

from decimal import Decimal

import pytest

from jobs.enrichment import RawPosting, enrich

# text, country, least, most, currency, period, months or hours the year is made of
STATED = [
    # English, Britain
    ("Salary: £450/day outside IR35", "GB", 450, 450, "GBP", "DAY"),
    ("We pay up to £45k plus benefits", "GB", 45000, 45000, "GBP", "YEAR"),
    ("OTE £80k (base 50k)", "GB", 50000, 50000, "GBP", "YEAR"),
    ("£30k basic, £60k OTE uncapped", "GB", 30000, 30000, "GBP", "YEAR"),
    ("Basic salary £25,000 - £28,000 with OTE of £45,000", "GB", 25000, 28000, "GBP", "YEAR"),
    ("£30,000 pro rata for 20 hours a week", "GB", 30000, 30000, "GBP", "YEAR"),
    ("£11.44ph, weekly pay", "GB", "11.44", "11.44", "GBP", "HOUR"),
    ("£11.44 p/h plus holiday pay", "GB", "11.44", "11.44", "GBP", "HOUR"),
    ("Pay rate: £12.50 - £14.00 per hour", "GB", "12.5", 14, "GBP", "HOUR"),
    ("£28k-£32k DOE", "GB", 28000, 32000, "GBP", "YEAR"),
    ("28-32K depending on experience", "GB", 28000, 32000, "GBP", "YEAR"),
    ("Data Scientist - London - 50-60k", "GB", 50000, 60000, "GBP", "YEAR"),
    ("Circa GBP65,000 per annum", "GB", 65000, 65000, "GBP", "YEAR"),
    ("£55,000.00 to £65,000.00 per year", "GB", 55000, 65000, "GBP", "YEAR"),
    ("Salary £24,000 per annum, 37.5 hours per week", "GB", 24000, 24000, "GBP", "YEAR"),
    ("£350 - £400 per day via umbrella", "GB", 350, 400, "GBP", "DAY"),
    ("£350pd inside IR35", "GB", 350, 350, "GBP", "DAY"),
    ("£700 per week, accommodation included", "GB", 700, 700, "GBP", "WEEK"),
    ("£2,100 per month take home", "GB", 2100, 2100, "GBP", "MONTH"),
    ("Band 5: £28,407 - £34,581 a year pro rata", "GB", 28407, 34581, "GBP", "YEAR"),
    ("Salary: from £24,500", "GB", 24500, 24500, "GBP", "YEAR"),
    ("£35,000 + car allowance + £5,000 bonus", "GB", 35000, 35000, "GBP", "YEAR"),
    ("a £500 welcome bonus on top of £23,400 per annum", "GB", 23400, 23400, "GBP", "YEAR"),
    # English, America and others
    ("$32/hr", "US", 32, 32, "USD", "HOUR"),
    ("$20.50 - $24 DOE", "US", "20.5", 24, "USD", "HOUR"),
    ("Pay Range: $20.00 - $25.00", "US", 20, 25, "USD", "HOUR"),
    ("The salary range for this role is 37,000 USD - 82,000 USD.", "US", 37000, 82000, "USD", "YEAR"),
    ("$120K–$150K + equity", "US", 120000, 150000, "USD", "YEAR"),
    ("The base pay range is $98,500.00 - $147,700.00 annually", "US", 98500, 147700, "USD", "YEAR"),
    ("USD 130,000-160,000/year", "US", 130000, 160000, "USD", "YEAR"),
    ("Compensation: $85,000 to $105,000 a year and a $10,000 sign-on bonus", "US", 85000, 105000, "USD", "YEAR"),
    ("Starting at $18 an hour", "US", 18, 18, "USD", "HOUR"),
    ("Hourly rate: $22.75", "US", "22.75", "22.75", "USD", "HOUR"),
    ("$1,800 biweekly", "US", 900, 900, "USD", "WEEK"),
    ("$4,000 - $5,000 monthly", "US", 4000, 5000, "USD", "MONTH"),
    ("annual salary $125,175 to $155,514", "US", 125175, 155514, "USD", "YEAR"),
    ("CA$75,000 to CA$95,000 per year", "CA", 75000, 95000, "CAD", "YEAR"),
    ("$75,000 - $95,000 CAD", "CA", 75000, 95000, "CAD", "YEAR"),
    ("AU$110k + super", "AU", 110000, 110000, "AUD", "YEAR"),
    ("S$4,500 - S$6,000 per month", "SG", 4500, 6000, "SGD", "MONTH"),
    ("R25 000 - R30 000 per month", "ZA", 25000, 30000, "ZAR", "MONTH"),
    # Indian English
    ("Rs 4-6 LPA", "IN", 400000, 600000, "INR", "YEAR"),
    ("CTC: ₹4 – ₹4.8 LPA", "IN", 400000, 480000, "INR", "YEAR"),
    ("CTC 12 - 15 Lakhs per annum", "IN", 1200000, 1500000, "INR", "YEAR"),
    ("Salary: 3.5 LPA to 5 LPA", "IN", 350000, 500000, "INR", "YEAR"),
    ("Package upto 8 lacs", "IN", 800000, 800000, "INR", "YEAR"),
    ("₹25,000 - ₹35,000 per month", "IN", 25000, 35000, "INR", "MONTH"),
    ("Salary 15k to 20k per month", "IN", 15000, 20000, "INR", "MONTH"),
    ("Rs. 3,00,000 - 4,50,000 P.A.", "IN", 300000, 450000, "INR", "YEAR"),
    ("stipend of INR 15,000 per month", "IN", 15000, 15000, "INR", "MONTH"),
    ("Budget: 18 LPA max", "IN", 1800000, 1800000, "INR", "YEAR"),
    ("1.2 Cr per annum CTC", "IN", 12000000, 12000000, "INR", "YEAR"),
    ("Salary: 25000 - 30000 per month", "IN", 25000, 30000, "INR", "MONTH"),
    ("Salary : 2.5L - 4L p.a", "IN", 250000, 400000, "INR", "YEAR"),
    ("Pay: 15.50 per hour", "GB", "15.5", "15.5", "GBP", "HOUR"),
    ("Salary: 32000 to 36000 + benefits", "GB", 32000, 36000, "GBP", "YEAR"),
    # French
    ("Rémunération : €3.200 brut/mois sur 13 mois", "FR", 3200, 3200, "EUR", "MONTH"),
    ("Salaire : 45-50k€", "FR", 45000, 50000, "EUR", "YEAR"),
    ("Salaire entre 38 et 45 K€ selon expérience", "FR", 38000, 45000, "EUR", "YEAR"),
    ("60 000 – 80 000 EUR brut annuel", "FR", 60000, 80000, "EUR", "YEAR"),
    ("De 2 100 € à 2 400 € brut par mois", "FR", 2100, 2400, "EUR", "MONTH"),
    ("12,50 € de l'heure", "FR", "12.5", "12.5", "EUR", "HOUR"),
    ("Taux horaire : 13,10€", "FR", "13.1", "13.1", "EUR", "HOUR"),
    ("TJM : 450 - 550 €", "FR", 450, 550, "EUR", "DAY"),
    ("Rémunération annuelle de 32000 euros", "FR", 32000, 32000, "EUR", "YEAR"),
    ("gratification de 1 200 €/mois", "FR", 1200, 1200, "EUR", "MONTH"),
    ("salaire fixe 35k + variable 5k", "FR", 35000, 35000, "EUR", "YEAR"),
    ("jusqu'à 42 000 € bruts annuels", "FR", 42000, 42000, "EUR", "YEAR"),
    # German
    ("bis zu 75.000 € p.a.", "DE", 75000, 75000, "EUR", "YEAR"),
    ("Gehalt: 55.000 - 65.000 Euro brutto im Jahr", "DE", 55000, 65000, "EUR", "YEAR"),
    ("3.200 € brutto/Monat", "DE", 3200, 3200, "EUR", "MONTH"),
    ("Stundenlohn ab 14,50 €", "DE", "14.5", "14.5", "EUR", "HOUR"),
    ("Ausbildungsvergütung: 1.150 € monatlich", "DE", 1150, 1150, "EUR", "MONTH"),
    ("Jahresgehalt zwischen 60.000 und 72.000 Euro", "DE", 60000, 72000, "EUR", "YEAR"),
    ("Bruttomonatsgehalt ab EUR 2.800,- (14x)", "AT", 2800, 2800, "EUR", "MONTH"),
    ("CHF 110'000–130'000", "CH", 110000, 130000, "CHF", "YEAR"),
    ("bezahlt 17€/Stunde", "DE", 17, 17, "EUR", "HOUR"),
    ("Minijob auf 538 € Basis im Monat", "DE", 538, 538, "EUR", "MONTH"),
    # Spanish
    ("Salario: 28.000€ - 32.000€ brutos anuales", "ES", 28000, 32000, "EUR", "YEAR"),
    ("1.500 € netos al mes en 14 pagas", "ES", 1500, 1500, "EUR", "MONTH"),
    ("entre 30.000 y 35.000 € b/a", "ES", 30000, 35000, "EUR", "YEAR"),
    ("Retribución 24-28K", "ES", 24000, 28000, "EUR", "YEAR"),
    ("9,50 €/hora", "ES", "9.5", "9.5", "EUR", "HOUR"),
    ("Sueldo: $18,000 a $22,000 mensuales", "MX", 18000, 22000, "MXN", "MONTH"),
    # Portuguese
    ("Salário: R$ 4.500,00 a R$ 6.000,00 por mês", "BR", 4500, 6000, "BRL", "MONTH"),
    ("Remuneração: R$ 3.200,00 + VR", "BR", 3200, 3200, "BRL", "MONTH"),
    ("Salário base de 1.200€ (14 meses)", "PT", 1200, 1200, "EUR", "MONTH"),
    ("Bolsa-auxílio: R$ 1.500", "BR", 1500, 1500, "BRL", "MONTH"),
    # Italian
    ("RAL 35.000 - 40.000 euro", "IT", 35000, 40000, "EUR", "YEAR"),
    ("RAL: 30-35k", "IT", 30000, 35000, "EUR", "YEAR"),
    ("1.400 € netti al mese per 14 mensilità", "IT", 1400, 1400, "EUR", "MONTH"),
    ("Retribuzione lorda annua: € 28.000", "IT", 28000, 28000, "EUR", "YEAR"),
    ("rimborso spese di 800 € mensili", "IT", 800, 800, "EUR", "MONTH"),
    # Polish
    ("Wynagrodzenie: 8 000 - 12 000 zł brutto", "PL", 8000, 12000, "PLN", "MONTH"),
    ("from 2 500 zł", "PL", 2500, 2500, "PLN", "MONTH"),
    ("od 30,50 zł brutto/h", "PL", "30.5", "30.5", "PLN", "HOUR"),
    ("15 000 – 20 000 PLN netto + VAT (B2B)", "PL", 15000, 20000, "PLN", "MONTH"),
    ("120-150 PLN/h netto B2B", "PL", 120, 150, "PLN", "HOUR"),
    ("do 9 tys. zł miesięcznie", "PL", 9000, 9000, "PLN", "MONTH"),
    # Dutch
    ("Salaris: €3.000 - €4.200 bruto per maand", "NL", 3000, 4200, "EUR", "MONTH"),
    ("tussen de € 2.800 en € 3.600 per maand", "NL", 2800, 3600, "EUR", "MONTH"),
    ("uurloon van €15,25", "NL", "15.25", "15.25", "EUR", "HOUR"),
    ("tot €55.000 per jaar", "NL", 55000, 55000, "EUR", "YEAR"),
    ("max. € 4.500,- bruto per maand o.b.v. 40 uur", "NL", 4500, 4500, "EUR", "MONTH"),
]  # fmt: skip

NOT_PAY = [
    ("Salary: competitive", "GB"),
    ("Salary negotiable, call 020 7946 0958", "GB"),
    ("we raised $20 million in our series B", "US"),
    ("a £2bn turnover business", "GB"),
    ("managing budgets of £50,000 - £250,000", "GB"),
    ("manages a fund of $500,000", "US"),
    ("responsible for £300k of revenue", "GB"),
    ("Refer a friend and earn £250", "GB"),
    ("up to £1,000 training budget", "GB"),
    ("£5,000 sign on bonus", "GB"),
    ("$2,000 retention bonus after 90 days", "US"),
    ("401(k) match up to $4,000", "US"),
    ("life insurance of $50,000", "US"),
    ("tuition reimbursement up to $5,250 per year", "US"),
    ("deals worth €100k - €500k", "FR"),
    ("un chiffre d'affaires de 45 M€", "FR"),
    ("CA de 300 000 €", "FR"),
    ("tickets restaurant à 9 €", "FR"),
    ("prime de cooptation de 1 000 €", "FR"),
    ("SAS au capital de 150 000 €", "FR"),
    ("Umsatz von 50.000 € im Monat", "DE"),
    ("Prämie von 500 € für jede Empfehlung", "DE"),
    ("Weiterbildungsbudget von 1.500 € pro Jahr", "DE"),
    ("facturación de 200.000 €", "ES"),
    ("vale refeição de R$ 35,00 por dia", "BR"),
    ("fatturato di 500.000 euro", "IT"),
    ("budżet szkoleniowy 5 000 zł rocznie", "PL"),
    ("een omzet van € 250.000", "NL"),
    ("een opleidingsbudget van €1.500 per jaar", "NL"),
    ("24/7 cover, call +44 7700 900123", "GB"),
    ("established in 1998, 45 people in 2024", "GB"),
    ("over 12,000 customers and 300k downloads", "GB"),
    ("saving clients £40,000 a year", "GB"),
    ("Home office setup budget up to €1200", "FR"),
    ("a $1,200 wellness stipend per year", "US"),
    ("sold at $15 per unit", "US"),
    ("trucks above 7.5k lbs, 26,001 lbs or 10-12k", "US"),
    ("run 5k or 10k races with us", "GB"),
    ("1 000 € de prime annuelle", "FR"),
    ("€1.000 bruto welkomstbonus", "NL"),
]  # fmt: skip


def _pay(text, country):
    raw = RawPosting(
        source="test", external_id="1", title="Cook", description=text, country_hint=country.lower()
    )
    return enrich(raw).pay


@pytest.mark.parametrize(("text", "country", "low", "high", "currency", "period"), STATED)
def test_reads_stated_pay(text, country, low, high, currency, period):
    pay = _pay(text, country)
    assert pay is not None
    found = (pay.min, pay.max, pay.currency, pay.period)
    assert found == (Decimal(low), Decimal(high), currency, period)
    assert pay.source == "STATED"


@pytest.mark.parametrize(("text", "country"), NOT_PAY)
def test_leaves_other_money_alone(text, country):
    assert _pay(text, country) is None
