namespace Hypercall.Gateway.Answers;

/// <summary>The shapes of face H's answers (gateway.md §2).</summary>
internal static class Shapes
{
    /// <summary><c>{success, data, error}</c>.</summary>
    /// <param name="data">Writes the members of <c>data</c>.</param>
    public static Answer Single(long? sequence, Action<Utf8JsonWriter> data) => Ok(sequence, writer =>
    {
        writer.WriteBoolean("success", true);
        writer.WritePropertyName("data");
        writer.WriteObject(data);
        writer.WriteNull("error");
    });

    /// <summary><c>{success, data:[], pagination:{limit, offset, count}}</c> of a part of a list.</summary>
    /// <param name="slice">Which part was asked for.</param>
    /// <param name="withError">Whether <c>error</c> follows.</param>
    public static Answer List<T>(
        HistoryPage<T> page, HistorySlice slice, Action<Utf8JsonWriter, T> members, bool withError = false) =>
        List(page.Mark.Sequence, page.Rows, slice, members, withError);

    /// <summary>The same of a whole list.</summary>
    public static Answer List<T>(long? sequence, IReadOnlyList<T> items, Action<Utf8JsonWriter, T> members) =>
        List(sequence, items, new HistorySlice(items.Count), members, withError: false);

    /// <summary><c>{success, data:[], page:{limit, next_cursor, has_more}, error}</c>.</summary>
    /// <param name="page">One row more than is shown, where there are more.</param>
    /// <param name="idOf">An item's id, behind which the next page begins.</param>
    public static Answer Page<T>(
        HistoryPage<T> page, int limit, Func<T, long> idOf, Action<Utf8JsonWriter, T> members) =>
        Ok(page.Mark.Sequence, writer =>
        {
            bool hasMore = page.Rows.Count > limit;
            writer.WriteBoolean("success", true);
            writer.WriteObjects("data", page.Rows.Take(limit), members);
            writer.WriteStartObject("page");
            writer.WriteNumber("limit", limit);
            writer.WriteString(
                "next_cursor", hasMore ? idOf(page.Rows[limit - 1]).ToString(CultureInfo.InvariantCulture) : null);
            writer.WriteBoolean("has_more", hasMore);
            writer.WriteEndObject();
            writer.WriteNull("error");
        });

    /// <summary><c>{jsonrpc, result, testnet, usIn, usOut, usDiff}</c>, as Deribit answers.</summary>
    /// <param name="context">The request: when it came in.</param>
    /// <param name="result">Writes the value of <c>result</c>.</param>
    public static Answer Deribit(HttpContext context, long? sequence, Action<Utf8JsonWriter> result) =>
        Ok(sequence, writer =>
        {
            writer.WriteString("jsonrpc", "2.0");
            writer.WritePropertyName("result");
            result(writer);
            RequestTimes.Of(context).Write(writer);
        });

    /// <summary>An object whose members are written as they stand.</summary>
    public static Answer Ok(long? sequence, Action<Utf8JsonWriter> members) => Of(200, sequence, members);

    /// <summary>As <see cref="Ok"/>, with another status.</summary>
    public static Answer Of(int status, long? sequence, Action<Utf8JsonWriter> members) =>
        new(status, sequence, writer => writer.WriteObject(members));

    /// <summary>The error object.</summary>
    public static Answer Error(GatewayError error) => Of(
        error.Status, error.Sequence, writer => WriteError(writer, error));

    /// <summary>The members of the error object.</summary>
    public static void WriteError(Utf8JsonWriter writer, GatewayError error)
    {
        writer.WriteBoolean("success", false);
        writer.WriteNull("data");
        writer.WriteString("error", error.Text);
        writer.WriteString("code", error.Code);
        writer.WriteString("detail", error.Detail);
        writer.WriteString("request_id", error.RequestId);
        if (error.RetryAfterMs is { } wait)
            writer.WriteNumber("retry_after_ms", wait);
    }

    /// <summary>Header <c>Retry-After</c>, in whole seconds; null: it is not said when to try again.</summary>
    public static void SetRetryAfter(HttpResponse response, long? waitMs)
    {
        if (waitMs is { } wait)
            response.Headers.RetryAfter = (wait / 1_000 + (wait % 1_000 > 0 ? 1 : 0))
                .ToString(CultureInfo.InvariantCulture);
    }

    private static Answer List<T>(
        long? sequence,
        IReadOnlyList<T> items,
        HistorySlice slice,
        Action<Utf8JsonWriter, T> members,
        bool withError) =>
        Ok(sequence, writer =>
        {
            writer.WriteBoolean("success", true);
            writer.WriteObjects("data", items, members);
            writer.WriteStartObject("pagination");
            writer.WriteNumber("limit", slice.Limit);
            writer.WriteNumber("offset", slice.Offset);
            writer.WriteNumber("count", items.Count);
            writer.WriteEndObject();
            if (withError)
                writer.WriteNull("error");
        });
}
