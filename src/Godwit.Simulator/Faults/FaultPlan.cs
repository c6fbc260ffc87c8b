namespace Godwit.Simulator.Faults;

/// <summary>The faults that apply to one request: at most one that replaces the answer, and any that bend it.</summary>
internal sealed class FaultPlan
{
    public static readonly FaultPlan None = new(null, []);

    private readonly Fault[] _bends;

    public FaultPlan(Fault? replacement, Fault[] bends)
    {
        Replacement = replacement;
        _bends = bends;
    }

    /// <summary>The fault that is answered instead of the request.</summary>
    public Fault? Replacement { get; }

    public bool IsEmpty => Replacement is null && _bends.Length == 0;

    public IEnumerable<Fault> All => Replacement is null ? _bends : _bends.Prepend(Replacement);

    public Fault? Find(FaultKind kind)
    {
        foreach (Fault fault in _bends)
        {
            if (fault.Kind == kind)
            {
                return fault;
            }
        }

        return null;
    }

    public bool Has(FaultKind kind) => Find(kind) is not null;
}
