namespace Hypercall.Cli.Inputs.Deribit;

/// <summary>Reads the rows of a Deribit trades file, finding its columns by the names in its first line.</summary>
internal sealed class DeribitTradeReader
{
    /// <summary>iv is printed in percent: two decimals fewer than the fraction has.</summary>
    private const int PercentDecimals = VolatilityPoint.VolatilityDecimals - 2;

    /// <summary>Above every price, amount and time of the files, below what overflows when scaled.</summary>
    private const decimal MaxNumber = 1e15m;

    private readonly string _path;
    private readonly string[] _names;
    private readonly int _timestamp;
    private readonly int _instrument;
    private readonly int _price;
    private readonly int _amount;
    private readonly int _direction;
    private readonly int _index;
    private readonly int _volatility;

    private DeribitTradeReader(string path, string header)
    {
        _path = path;
        _names = header.Split(',');
        _timestamp = Column("timestamp");
        _instrument = Column("instrument_name");
        _price = Column("price");
        _amount = Column("amount");
        _direction = Column("direction");
        _index = Column("index_price");
        _volatility = Column("iv");
    }

    /// <summary>The trades of a file with their rows; the first trade stands in row 1, its line is 2.</summary>
    public static IEnumerable<(long Row, DeribitTrade Trade)> Read(InputFile file)
    {
        DeribitTradeReader? reader = null;
        foreach ((long line, string text) in file.ReadLines())
        {
            if (reader is null)
                reader = new DeribitTradeReader(file.Path, text);
            else
                yield return (line - 1, reader.Parse(line, text));
        }
    }

    private DeribitTrade Parse(long line, string text)
    {
        string[] fields = text.Split(',');
        if (fields.Length != _names.Length)
            throw InputException.AtLine(_path, line, $"expected {_names.Length} columns, found {fields.Length}");
        string direction = fields[_direction];
        if (direction is not ("buy" or "sell"))
            throw InputException.AtLine(_path, line, $"direction '{direction}' is neither buy nor sell");
        return new DeribitTrade(
            Time(line, fields),
            fields[_instrument],
            new Price(Number(line, fields, _price, Price.Decimals)),
            new Quantity(Number(line, fields, _amount, Quantity.Decimals)),
            direction == "buy" ? Side.Buy : Side.Sell,
            new Price(Number(line, fields, _index, Price.Decimals)),
            Number(line, fields, _volatility, PercentDecimals));
    }

    private long Time(long line, string[] fields)
    {
        long timeMs = Number(line, fields, _timestamp, 0);
        return timeMs <= CommandEnvelope.MaxTimestampMs
            ? timeMs
            : throw InputException.AtLine(_path, line, $"{_names[_timestamp]} '{fields[_timestamp]}' is no time");
    }

    private long Number(long line, string[] fields, int column, int decimals)
    {
        string text = fields[column];
        return TryParseScaled(text, decimals, out long units)
            ? units
            : throw InputException.AtLine(
                _path, line, $"{_names[column]} '{text}' is no number from 0 with at most {decimals} decimals");
    }

    /// <summary>The recordings print small numbers with an exponent (<c>5.0E-4</c>).</summary>
    private static bool TryParseScaled(string text, int decimals, out long units)
    {
        const NumberStyles styles = NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        units = -1;
        if (!decimal.TryParse(text, styles, CultureInfo.InvariantCulture, out decimal value) || value > MaxNumber)
            return false;
        for (int i = 0; i < decimals; i++)
            value *= 10;
        if (value != decimal.Truncate(value) || value > long.MaxValue)
            return false;
        units = (long)value;
        return true;
    }

    private int Column(string name)
    {
        int column = Array.IndexOf(_names, name);
        return column >= 0 ? column : throw InputException.AtLine(_path, 1, $"no column '{name}'");
    }
}
