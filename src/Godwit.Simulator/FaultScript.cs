using System.Collections.Frozen;
using Godwit.Simulator.Faults;
using Godwit.Simulator.Text;

namespace Godwit.Simulator;

/// <summary>The faults in force, by provider. They may change at any time; requests under way keep theirs.</summary>
public sealed class FaultScript
{
    private readonly Lock _changing = new();
    private readonly string[] _providers;
    private readonly int _seed;
    private readonly TimeProvider _time;
    private FrozenDictionary<string, ArmedFault[]> _armed;

    internal FaultScript(SimulatorOptions options, TimeProvider time)
    {
        _providers = [.. options.Providers.Select(provider => provider.Name)];
        _seed = options.Seed;
        _time = time;
        _armed = options.Providers.ToFrozenDictionary(provider => provider.Name, provider => Arm(provider.Faults));
    }

    /// <summary>Replaces the faults of every provider.</summary>
    public void Set(params IReadOnlyList<Fault> faults)
    {
        lock (_changing)
        {
            _armed = _providers.ToFrozenDictionary(name => name, _ => Arm(faults));
        }
    }

    /// <summary>Replaces the faults of one provider.</summary>
    /// <exception cref="ArgumentException">The simulator has no provider of that name.</exception>
    public void SetFor(string provider, params IReadOnlyList<Fault> faults)
    {
        lock (_changing)
        {
            Dictionary<string, ArmedFault[]> next = new(_armed);
            if (!next.ContainsKey(provider))
            {
                string known = string.Join(", ", _providers);
                throw new ArgumentException($"no provider '{provider}'; there are {known}", nameof(provider));
            }

            next[provider] = Arm(faults);
            _armed = next.ToFrozenDictionary();
        }
    }

    /// <summary>Takes all faults away.</summary>
    public void Clear() => Set();

    /// <summary>The faults in force and how many requests each has met, by provider.</summary>
    public IReadOnlyList<FaultStatus> Snapshot() =>
        [.. _armed.SelectMany(pair => pair.Value.Select(armed => new FaultStatus(pair.Key, armed.Fault, armed.Used)))];

    /// <summary>Takes the faults that apply to a request whose key has not been looked at yet.</summary>
    internal FaultPlan TakeBeforeKey(string provider) =>
        Take(provider, fault => fault.Kind == FaultKind.RegionRefusal && fault.Model is null, null, stream: false);

    /// <summary>Takes the faults that apply to a request that is otherwise right.</summary>
    internal FaultPlan TakeFor(string provider, string? model, bool stream, bool prefill) =>
        Take(provider, fault => Fits(fault, stream, prefill), model, stream);

    private static bool Fits(Fault fault, bool stream, bool prefill) => fault.Kind switch
    {
        FaultKind.PrefillRefused => prefill,
        FaultKind.RegionRefusal => fault.Model is not null,
        FaultKind.BadEvent or FaultKind.NoDone or FaultKind.Comments or FaultKind.Crlf or FaultKind.NoSpace => stream,
        _ => true,
    };

    private FaultPlan Take(string provider, Func<Fault, bool> fits, string? model, bool stream)
    {
        ArmedFault[] armed = _armed[provider];
        if (armed.Length == 0)
        {
            return FaultPlan.None;
        }

        List<Fault> bends = [];
        foreach (ArmedFault candidate in armed)
        {
            if (!fits(candidate.Fault) || !candidate.TryUse(model, _time))
            {
                continue;
            }

            if (Replaces(candidate.Fault, stream))
            {
                return new FaultPlan(candidate.Fault, [.. bends]);
            }

            bends.Add(candidate.Fault);
        }

        return bends.Count == 0 ? FaultPlan.None : new FaultPlan(null, [.. bends]);
    }

    private static bool Replaces(Fault fault, bool stream) => fault.Kind switch
    {
        FaultKind.ContentFilter => fault.AfterChunks is null,
        FaultKind.ErrorIn200 => fault.AfterChunks is null || !stream,
        _ => fault.Kind < FaultKind.SlowFirstToken,
    };

    private ArmedFault[] Arm(IReadOnlyList<Fault> faults)
    {
        long now = _time.GetTimestamp();
        ulong seed = DeterministicSource.Mix((ulong)_seed);
        return [.. faults.Select((fault, index) => new ArmedFault(fault, seed + ((ulong)index << 32), now))];
    }
}
