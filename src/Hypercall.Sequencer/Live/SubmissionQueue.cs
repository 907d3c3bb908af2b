using System.Numerics;
using System.Runtime.InteropServices;

namespace Hypercall.Sequencer.Live;

/// <summary>
/// The bounded queue of submissions, those of the write in flight first. Decides admission: one submitter holds at
/// most a quarter of it, and a tenth is kept for commands by which the market gets out.
/// </summary>
internal sealed class SubmissionQueue
{
    private readonly int _capacity;
    private readonly int _perSubmitter;
    private readonly int _ordinary;
    private readonly int _mask;
    private readonly PendingSubmission[] _ring;

    /// <summary>Places that each submitter holds; one that holds none is forgotten.</summary>
    private readonly Dictionary<long, int> _held = [];
    private int _head;

    public SubmissionQueue(int capacity)
    {
        _capacity = capacity;
        _perSubmitter = Math.Max(1, capacity / 4);
        _ordinary = capacity - (capacity + 9) / 10;
        _ring = new PendingSubmission[BitOperations.RoundUpToPowerOf2((uint)capacity + 1)];
        _mask = _ring.Length - 1;
    }

    /// <summary>Submissions held.</summary>
    public int Count { get; private set; }

    /// <summary>The submission at a distance from the head.</summary>
    public ref PendingSubmission this[int index] => ref _ring[(_head + index) & _mask];

    /// <summary>True when there is room for a submitter's next one.</summary>
    public bool HasRoom(long submitter, bool isWayOut) =>
        Count < (isWayOut ? _capacity : _ordinary) && _held.GetValueOrDefault(submitter) < _perSubmitter;

    /// <summary>Adds a submitter's submission; the caller fills the place.</summary>
    public ref PendingSubmission Add(long submitter)
    {
        CollectionsMarshal.GetValueRefOrAddDefault(_held, submitter, out _)++;
        ref PendingSubmission place = ref AddOwn();
        place.Submitter = submitter;
        return ref place;
    }

    /// <summary>Adds one of the sequencer's own, beside the capacity; the caller fills the place.</summary>
    public ref PendingSubmission AddOwn() => ref _ring[(_head + Count++) & _mask];

    /// <summary>Drops the head.</summary>
    public void RemoveFirst()
    {
        ref PendingSubmission first = ref _ring[_head];
        if (first.Submitter is { } submitter
            && --CollectionsMarshal.GetValueRefOrNullRef(_held, submitter) == 0)
            _held.Remove(submitter);
        first = default;
        _head = (_head + 1) & _mask;
        Count--;
    }

    /// <summary>The commands for which a tenth of the queue is kept.</summary>
    public static bool IsWayOut(CommandType type) => type
        is CommandType.CancelOrder
        or CommandType.CancelAll
        or CommandType.CancelAllAfter
        or CommandType.MmpReset
        or CommandType.PriceUpdate
        or CommandType.IvUpdate
        or CommandType.Tick;
}
