namespace Hypercall.Cli.Inputs.Lobster;

/// <summary>
/// Turns a LOBSTER message file into commands (wire.md §Real input): rules and instrument, the book that stood before
/// the file, then one command per message at most. Orders are named by client ids made of their LOBSTER ids, so that
/// a command can never hit another order than the one the message means, whatever the engine made of those before.
/// Made for one reading; the counts are those of that reading.
/// </summary>
internal sealed class LobsterTranslator(string messagePath, string depthPath) : ICommandSource
{
    private const int DepthColumnsPerLevel = 4;
    private const long MissingLevelSize = 0;

    private LobsterBook _book = new();
    private LobsterCounts _counts = new();
    private InputFile? _file;

    /// <summary>What was done with the messages so far.</summary>
    public LobsterCounts Tally => _counts;

    public double Fraction => _file?.Fraction ?? 0;

    public IReadOnlyList<KeyValuePair<string, long>> Counts => _counts.ToList();

    /// <summary>
    /// The translator of a message file with the depth file beside it: the same name with <c>message</c> replaced by
    /// <c>depth50-first672</c>.
    /// </summary>
    public static LobsterTranslator Beside(string messagePath)
    {
        string name = Path.GetFileName(messagePath).Replace("message", "depth50-first672", StringComparison.Ordinal);
        return new LobsterTranslator(messagePath, Path.Combine(Path.GetDirectoryName(messagePath) ?? "", name));
    }

    public IReadOnlyList<string> Files => [depthPath];

    public IEnumerable<InputCommand> Read()
    {
        _book = new LobsterBook();
        _counts = new LobsterCounts();
        using InputFile file = InputFile.Open(messagePath);
        _file = file;
        foreach ((long row, string line) in file.ReadLines())
        {
            LobsterMessage message = LobsterMessage.Parse(line, out string error)
                ?? throw InputException.AtLine(messagePath, row, error);
            long timestampMs = LobsterVenue.MidnightMs + message.TimeMs;
            if (row == 1)
            {
                foreach (EngineCommand command in Opening(message))
                    yield return InputCommand.Trusted(0, timestampMs, command);
            }

            _counts.Messages++;
            if (Translate(row, message) is { } translated)
                yield return InputCommand.Trusted(row, timestampMs, translated);
        }
    }

    private IEnumerable<EngineCommand> Opening(LobsterMessage first)
    {
        yield return new SetRules(LobsterVenue.Rules);
        yield return new MarketAction(MarketActionKind.Create, LobsterVenue.Symbol);
        foreach (LobsterOrder order in SeededOrders(first))
        {
            _book.AddSeeded(order);
            yield return Place(order);
        }
    }

    /// <summary>The first row of the depth file, which is the book after message 1, less that message.</summary>
    private List<LobsterOrder> SeededOrders(LobsterMessage first)
    {
        (long row, string line) = InputFile.ReadLines(depthPath).FirstOrDefault();
        string[] fields = (line ?? "").Split(',');
        if (row == 0 || fields.Length % DepthColumnsPerLevel != 0)
            throw InputException.AtLine(depthPath, 1, "expected four columns for each level");

        var orders = new List<LobsterOrder>();
        for (int i = 0; i < fields.Length; i += 2)
        {
            Side side = i % DepthColumnsPerLevel == 0 ? Side.Sell : Side.Buy;
            (long price, long size) = Level(fields, i);
            if (first.Type == LobsterMessageType.NewOrder && side == first.Side && price == first.Price)
                size -= first.Size;
            if (size <= MissingLevelSize)
                continue;
            if (orders.Exists(other => other.Side == side && other.Price == price))
                throw InputException.AtLine(depthPath, 1, $"column {i + 1}: price {price} stands twice on its side");
            orders.Add(new LobsterOrder($"{side}-{price}", LobsterVenue.Seed, side, price, size));
        }

        return orders;
    }

    /// <summary>A level that is missing has a price of its own kind and no size.</summary>
    private (long Price, long Size) Level(string[] fields, int column)
    {
        string where = $"column {column + 1} or {column + 2}";
        if (!LobsterMessage.TryParse(fields[column], out long price)
            || !LobsterMessage.TryParse(fields[column + 1], out long size))
            throw InputException.AtLine(depthPath, 1, $"{where} is no whole number");
        bool isLevel = size == MissingLevelSize || (LobsterMessage.IsInRange(price) && LobsterMessage.IsInRange(size));
        return isLevel
            ? (price, size)
            : throw InputException.AtLine(depthPath, 1, $"{where} is out of range");
    }

    private EngineCommand? Translate(long row, in LobsterMessage message) => message.Type switch
    {
        LobsterMessageType.NewOrder => Add(row, message),
        LobsterMessageType.PartialCancel or LobsterMessageType.Delete or LobsterMessageType.VisibleExecution =>
            TakeOff(message),
        _ => SkipNotVisible(),
    };

    private EngineCommand? SkipNotVisible()
    {
        _counts.NotVisible++;
        return null;
    }

    private PlaceOrder Add(long row, in LobsterMessage message)
    {
        if (_book.Contains(message.OrderId))
            throw InputException.AtLine(messagePath, row, $"order {message.OrderId} is added twice");
        string clientId = DecimalText.Format(message.OrderId, 0);
        WalletAddress wallet = LobsterVenue.MakerOf(message.OrderId);
        var order = new LobsterOrder(clientId, wallet, message.Side, message.Price, message.Size);
        _book.Add(message.OrderId, order);
        return Place(order);
    }

    private EngineCommand? TakeOff(in LobsterMessage message)
    {
        bool known = _book.Contains(message.OrderId);
        LobsterOrder? order = _book.Find(message);
        if (order is null)
        {
            _counts.NoSuchLevel++;
            return null;
        }

        if (!known)
            _counts.OnSeededLevel++;
        if (message.Size > order.Remaining)
            _counts.MoreThanRemaining++;
        bool delete = known && message.Type == LobsterMessageType.Delete;
        long size = delete ? order.Remaining : Math.Min(message.Size, order.Remaining);
        bool executes = message.Type == LobsterMessageType.VisibleExecution && CountExecution(order);
        _book.Reduce(message, order, size);
        return executes ? Execute(order, size) : Reduced(order);
    }

    private bool CountExecution(LobsterOrder order)
    {
        bool first = _book.IsFirstAtBest(order);
        if (first)
            _counts.Executions++;
        else
            _counts.ExecutionsOutOfTurn++;
        return first;
    }

    private static PlaceOrder Place(LobsterOrder order) => new(order.Wallet, TermsOf(order));

    private static PlaceOrder Execute(LobsterOrder maker, long size) => new(LobsterVenue.Aggressor, new OrderTerms(
        LobsterVenue.Symbol,
        Sides.Opposite(maker.Side),
        LobsterVenue.ToPrice(maker.Price),
        Quantity.FromContracts(size),
        TimeInForce.Ioc));

    private static EngineCommand Reduced(LobsterOrder order) => order.Remaining == 0
        ? new CancelOrder(order.Wallet, OrderReference.ByClientId(order.ClientId))
        : new ReplaceOrder(order.Wallet, OrderReference.ByClientId(order.ClientId), TermsOf(order));

    private static OrderTerms TermsOf(LobsterOrder order) => new(
        LobsterVenue.Symbol,
        order.Side,
        LobsterVenue.ToPrice(order.Price),
        Quantity.FromContracts(order.Remaining),
        ClientId: order.ClientId);
}
