using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Hypercall.Engine.Book;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Domain.Rules;
using Hypercall.Engine.Domain.Collections;
using Hypercall.Engine.Events;
using Hypercall.Engine.Shapes;
using Hypercall.Engine.State;

namespace Hypercall.Engine.Tests.State;

/// <summary>Every field of the state changes some component's digest, or is named here as derived from others.</summary>
public sealed class StateDigestTests
{
    private readonly ExchangeEngine _engine = new RichEngine().Engine;
    private readonly EngineState _state;
    private readonly string _before;
    private readonly HashSet<string> _seenDerived = [];

    public StateDigestTests()
    {
        _state = (EngineState)typeof(ExchangeEngine)
            .GetField("_state", BindingFlags.Instance | BindingFlags.NonPublic)!.GetValue(_engine)!;
        _before = Digests();
    }

    [Fact]
    public void Every_field_changes_a_digest_or_is_derived()
    {
        int changes = CheckFields(_state) + CheckFields(_state.Ledger);
        changes += CheckFields(_state.Wallets[0]) + CheckFields(_state.Wallets[1]);
        WalletAccount inGrace = _state.Wallets.Find(RichEngine.Builder)!;
        Assert.NotNull(inGrace.Stage);
        changes += CheckFields(inGrace);
        changes += CheckFields(_state.Markets[0]!) + CheckFields(_state.Markets.Underlyings[0]);
        changes += CheckFields(_state.Mmp[0]);
        changes += CheckFields(_state.Wallets[1].FindExposure(_state.Markets.Underlyings[0])!);
        changes += CheckElement<PositionEntry>(_state.Positions, "_entries", 0);
        for (int slot = 0; slot < _state.Orders.Store.SlotBound; slot++)
        {
            int order = slot;
            OrderStore store = _state.Orders.Store;
            changes += CheckElement(() => ref store.Change(order), slot);
            changes += CheckElement(() => ref Unsafe.AsRef(in store.Detail(order)), slot);
        }

        changes += CheckElement<AgentTable.Entry>(_state.Agents, "_entries", 0);
        changes += CheckOutcomes();

        Assert.Equal(DerivedStateFields.Reasons.Keys.Order(), _seenDerived.Order());
        Assert.True(changes > 200, $"only {changes} changes were tried");
    }

    [Fact]
    public void Entries_of_tables_change_a_digest()
    {
        foreach (string source in new[] { "chain", "refused" })
        {
            SourceRecord record = _state.Ledger.Sources[source];
            foreach ((string path, object? changed) in StateFieldVariants.Of(record, typeof(SourceRecord), "source"))
            {
                if (path.StartsWith("source.Rejection.Arguments", StringComparison.Ordinal)
                    && IsWithoutMeaning(path, record.Rejection))
                {
                    continue;
                }

                _state.Ledger.SetSource(source, (SourceRecord)changed!);
                AssertChanged(path);
                _state.Ledger.SetSource(source, record);
            }
        }

        _state.Nonces.Spend(_state.Nonces[0].Signer, 0, _state.Nonces[0].Nonces[0] + 1);
        AssertChanged("nonce");
    }

    [Theory]
    [InlineData(1, 1, 0, 0)]
    [InlineData(0, 2, 0, 0)]
    [InlineData(0, 1, 1, 0)]
    [InlineData(0, 1, 0, 1)]
    public void Fills_in_a_window_change_a_digest(long later, long quantity, long delta, long vega)
    {
        MmpState mmp = _state.Mmp[0];
        Assert.NotEqual(0, mmp.FillCount);
        mmp.Reset();
        mmp.Record(new MmpFillRecord(RichEngine.StartMs, new MmpTotals(1, 0, 0)), 2, MmpWindow.Rolling);
        string plain = Digests();

        mmp.Reset();
        mmp.Record(
            new MmpFillRecord(RichEngine.StartMs + later, new MmpTotals(quantity, delta, vega)), 2, MmpWindow.Rolling);
        Assert.NotEqual(plain, Digests());
    }

    [Fact]
    public void Index_points_change_a_digest()
    {
        IndexHistory history = _state.Markets.Underlyings[0].History;
        Assert.NotEqual(0, history.Count);
        history.Add(RichEngine.StartMs + 1, 1);
        AssertChanged("index point");
        string first = Digests();
        history.Add(RichEngine.StartMs + 1, 2);
        Assert.NotEqual(first, Digests());
    }

    [Fact]
    public void The_order_of_the_queue_changes_a_digest()
    {
        int[] waiting = [.. _state.Examinations.Numbers];
        Assert.True(waiting.Length >= 2, "too few wallets wait");
        _state.Examinations.Drop(waiting.Length);
        AssertChanged("empty queue");
        _state.Examinations.Add([.. waiting.Reverse()]);
        AssertChanged("reversed queue");
    }

    [Fact]
    public void Smiles_change_a_digest()
    {
        List<VolatilitySmile> smiles = _state.Markets.Underlyings[0].Smiles;
        VolatilitySmile smile = Assert.Single(smiles);
        foreach ((string path, object? changed) in StateFieldVariants.Of(smile, typeof(VolatilitySmile), "smile"))
        {
            smiles[0] = (VolatilitySmile)changed!;
            AssertChanged(path);
        }
    }

    [Fact]
    public void Symbols_change_a_digest()
    {
        Instrument old = _state.Markets[1]!;
        _state.Markets.Remove(old);
        AssertChanged("instrument removed");
    }

    private int CheckOutcomes()
    {
        int changes = 0;
        for (long number = _state.Outcomes.Oldest; number < _state.Outcomes.Next; number++)
        {
            OutcomeEntry entry = _state.Outcomes[number];
            foreach ((string path, object? changed) in StateFieldVariants.Of(entry, typeof(OutcomeEntry), "outcome"))
            {
                if (IsWithoutMeaning(path, entry))
                    continue;
                byte[] kept = _state.Outcomes.EncodedAt(number).ToArray();
                byte[] encoded = Encoded((OutcomeEntry)changed!);
                Assert.False(kept.AsSpan().SequenceEqual(encoded), path);
                changes++;
            }

            // What the bytes are is what the snapshot has: one changed bit of them changes the digest.
            ref byte first = ref MemoryMarshal.GetReference(_state.Outcomes.EncodedAt(number));
            first ^= 1;
            AssertChanged($"outcome {number}");
            first ^= 1;
        }

        return changes;
    }

    private static byte[] Encoded(OutcomeEntry entry)
    {
        var writer = new CanonicalWriter();
        var output = new CanonicalOutput(writer);
        EntryShapes.Walk(ref output, ref entry);
        return writer.ToArray();
    }

    /// <summary>The venue's scope has no address, what was accepted has no arguments.</summary>
    private static bool IsWithoutMeaning(string path, in OutcomeEntry entry)
    {
        if (path.StartsWith("outcome.Key.", StringComparison.Ordinal) && entry.Key.Scope == RequestScope.Venue)
            return path != "outcome.Key.RequestId";
        if (path.StartsWith("outcome.Rejection.Arguments", StringComparison.Ordinal))
            return IsWithoutMeaning(path, entry.Rejection);
        return false;
    }

    private static bool IsWithoutMeaning(string path, in Rejection rejection) =>
        !rejection.IsRejected
        || (path.EndsWith(".Third", StringComparison.Ordinal) && rejection.Code != RejectCode.InsufficientMargin);

    private int CheckFields(object owner)
    {
        int changes = 0;
        foreach (FieldInfo field in owner.GetType().GetFields(StateFieldVariants.AllFields))
        {
            string name = $"{owner.GetType().Name}.{StateFieldVariants.Name(field)}";
            if (IsDerived(name))
                continue;
            object? original = field.GetValue(owner);
            foreach ((string path, object? changed) in StateFieldVariants.Of(original, field.FieldType, name))
            {
                if (IsIgnoredTierLimit(owner, name))
                    continue;
                field.SetValue(owner, changed);
                AssertChanged(path);
                field.SetValue(owner, original);
                changes++;
            }
        }

        return changes;
    }

    /// <summary>The limits of a tier count only for a wallet that has one.</summary>
    private static bool IsIgnoredTierLimit(object owner, string name) =>
        owner is WalletAccount { Tier: null } && name.StartsWith("WalletAccount.TierMax", StringComparison.Ordinal);

    private delegate ref T Place<T>();

    private int CheckElement<T>(object table, string arrayName, int index)
        where T : struct
    {
        var entries = (Numbered<T>)table.GetType()
            .GetField(arrayName, BindingFlags.Instance | BindingFlags.NonPublic)!.GetValue(table)!;
        return CheckElement(() => ref entries[index], index);
    }

    private int CheckElement<T>(Place<T> place, int index)
        where T : struct
    {
        T original = place();
        if (original is OrderNode { OrderId: 0 } || (original is OrderDetail && _state.Orders.Store.Node(index).OrderId == 0))
            return 0;
        int changes = 0;
        foreach (FieldInfo field in typeof(T).GetFields(StateFieldVariants.AllFields))
        {
            string name = $"{typeof(T).Name}.{StateFieldVariants.Name(field)}";
            bool ignored = _state.Orders.Store.Node(index).TimeInForce != TimeInForce.Gtd && name == "OrderDetail.ExpiresAtMs";
            if (IsDerived(name) || ignored)
                continue;
            foreach ((string path, object? changed) in StateFieldVariants.Of(field.GetValue(original), field.FieldType, name))
            {
                object copy = original;
                field.SetValue(copy, changed);
                place() = (T)copy;
                AssertChanged(path);
                place() = original;
                changes++;
            }
        }

        return changes;
    }

    private bool IsDerived(string name)
    {
        if (!DerivedStateFields.Reasons.ContainsKey(name))
            return false;
        _seenDerived.Add(name);
        return true;
    }

    private string Digests() => string.Join(' ', _engine.ComputeDigest().Components);

    private void AssertChanged(string what) =>
        Assert.True(Digests() != _before, $"{what} is in no digest: encode it, or name it as derived");
}
