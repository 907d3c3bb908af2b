namespace Hypercall.Engine.Events;

/// <summary>The layout of an output, and of what it is made of.</summary>
internal static class OutcomeShapes
{
    private const byte Version = 1;

    /// <summary>As many as a bulk can have actions.</summary>
    private const int MaxResults = 1000;

    private const int LeastResultBytes = 2;
    private const int LeastEventBytes = 3;

    extension<V>(ref V v)
        where V : struct, IFields, allows ref struct
    {
        /// <summary>Walks over an output, in place.</summary>
        public void Walk(ApplyOutput o)
        {
            v.Require(v.Tag("outcome version", Version, Version) == Version, "outcome version is unknown");
            (bool hasRequestId, bool hasOrderId, bool hasFirst, o.HasResults) = v.Members(
                "optional outcome members", o.RequestId.HasValue, o.OrderId.HasValue, o.First.HasValue, o.HasResults);
            o.Sequence = v.Int64("sequence", o.Sequence, 1, long.MaxValue);
            o.TimestampMs = v.Time("timestamp", o.TimestampMs);
            o.RequestId = hasRequestId
                ? new RequestId(v.UInt128("request id", o.RequestId.GetValueOrDefault().Value))
                : null;
            o.Rejection = v.WalkRejection(o.Rejection);
            o.OrderId = hasOrderId ? v.Int64("order id", o.OrderId.GetValueOrDefault()) : null;
            o.First = hasFirst ? v.WalkFirst(o.First.GetValueOrDefault()) : null;
            if (o.HasResults)
                v.WalkResults(o);
            v.WalkEvents(o.Events);
            o.Hash = v.Hash("hash", o.Hash);
        }

        /// <summary>A rejection: its code, and what it is about unless there is none.</summary>
        public Rejection WalkRejection(in Rejection rejection)
        {
            RejectCode code = v.WalkCode(rejection.Code);
            return code == RejectCode.None ? Rejection.None : new Rejection(code, new RejectArguments(
                v.Int128("first", rejection.Arguments.First),
                v.Int128("second", rejection.Arguments.Second),
                v.Optional("name", rejection.Arguments.Name, RejectArguments.MaxNameBytes)));
        }

        public RejectCode WalkCode(RejectCode code)
        {
            var walked = (RejectCode)v.Tag("reject code", (byte)code, byte.MaxValue);
            v.Require(!V.Makes || Enum.IsDefined(walked), "reject code is unknown");
            return walked;
        }

        /// <summary>What a duplicate is told of the first one; bits say which of its members follow.</summary>
        private FirstOutcome WalkFirst(in FirstOutcome first)
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

        private void WalkResults(ApplyOutput o)
        {
            int count = v.Count("results", o.Results.Length, MaxResults, LeastResultBytes);
            for (int i = 0; i < count && !v.Failed; i++)
            {
                ActionResult result = V.Makes ? default : o.Results[i];
                result = new ActionResult(v.WalkRejection(result.Rejection), v.Optional("order id", result.OrderId));
                if (V.Makes)
                    o.AddResult(result);
            }
        }

        private void WalkEvents(EventBuffer events)
        {
            int count = v.Count("events", events.Count, int.MaxValue, LeastEventBytes);
            for (int i = 0; i < count && !v.Failed; i++)
            {
                var kind = (EventKind)v.Tag("event kind", V.Makes ? (byte)0 : (byte)events.KindAt(i), byte.MaxValue);
                if (V.Makes && !events.TryAppend(kind))
                    v.Require(false, $"event kind {(byte)kind} is unknown");
                else
                    events.Walk(ref v, i);
            }
        }
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
