namespace Hypercall.Engine.Events;

/// <summary>A rejection: its code, and what it is about unless there is none.</summary>
internal readonly struct RejectionShape : IShape<Rejection>
{
    public static Rejection Walk<V>(ref V v, in Rejection rejection)
        where V : struct, IFields, allows ref struct
    {
        RejectCode code = WalkCode(ref v, rejection.Code);
        return code == RejectCode.None ? Rejection.None : new Rejection(code, Walk(ref v, rejection.Arguments));
    }

    public static RejectCode WalkCode<V>(ref V v, RejectCode code)
        where V : struct, IFields, allows ref struct
    {
        var walked = (RejectCode)v.Tag("reject code", (byte)code, byte.MaxValue);
        v.Require(!V.Makes || Enum.IsDefined(walked), "reject code is unknown");
        return walked;
    }

    private static RejectArguments Walk<V>(ref V v, in RejectArguments arguments)
        where V : struct, IFields, allows ref struct => new(
            v.Int128("first", arguments.First),
            v.Int128("second", arguments.Second),
            v.Optional("name", arguments.Name, RejectArguments.MaxNameBytes));
}

/// <summary>Outcome of one action of a bulk.</summary>
internal readonly struct ActionResultShape : IShape<ActionResult>
{
    public static int LeastBytes => 2;

    public static ActionResult Walk<V>(ref V v, in ActionResult result)
        where V : struct, IFields, allows ref struct => new(
            RejectionShape.Walk(ref v, result.Rejection), v.Optional("order id", result.OrderId));
}

/// <summary>What a duplicate is told of the first one; bits say which of its members follow.</summary>
internal readonly struct FirstOutcomeShape : IShape<FirstOutcome>
{
    public static FirstOutcome Walk<V>(ref V v, in FirstOutcome first)
        where V : struct, IFields, allows ref struct
    {
        (bool hasOrderId, bool hasStatus, bool hasFilled) = v.Members(
            "first outcome members", first.OrderId.HasValue, first.Status.HasValue, first.Filled.HasValue);
        return new FirstOutcome(
            v.Int64("first sequence", first.Sequence, 1, long.MaxValue),
            hasOrderId ? v.Int64("order id", first.OrderId.GetValueOrDefault()) : null,
            hasStatus
                ? (OrderStatus)v.Tag(
                    "order status", (byte)first.Status.GetValueOrDefault(), (byte)OrderStatus.Canceled)
                : null,
            hasFilled ? v.Quantity("filled", first.Filled.GetValueOrDefault()) : null);
    }
}

/// <summary>A level of a book after a change.</summary>
internal readonly struct BookLevelShape : IShape<BookLevel>
{
    public static int LeastBytes => 16;

    public static ShapeForm Form => ShapeForm.Row;

    static BookLevel IShape<BookLevel>.Walk<V>(ref V v, in BookLevel level) => new(
        v.Price("price", level.Price), v.Quantity("size", level.Size));
}
