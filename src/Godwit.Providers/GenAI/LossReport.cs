using Godwit.Policy.Contracts;

namespace Godwit.Providers.GenAI;

/// <summary>Collects what a translation does not carry over whole, in the order it is found.</summary>
public sealed class LossReport
{
    // A hostile body could lose a field a thousand times; the first ones tell enough.
    private const int Most = 100;
    private readonly List<Loss> losses = [];
    private HashSet<(LossKind, string)>? seen;

    public IReadOnlyList<Loss> Losses => losses;

    /// <summary>The first loss by which less is asked of the provider than the client asked; null: none.</summary>
    public Loss? FirstReal => losses.Find(loss => IsReal(loss.Kind));

    /// <summary>True for what a strict route refuses: less or something else is asked for.</summary>
    public static bool IsReal(LossKind kind) => kind is not (LossKind.Renamed or LossKind.Defaulted);

    /// <summary>Adds a loss; one of a kind and place is told once.</summary>
    public void Add(LossKind kind, string path, string reason)
    {
        if (losses.Count >= Most || !(seen ??= []).Add((kind, path)))
        {
            return;
        }

        losses.Add(new Loss(kind, path, reason));
    }

    /// <summary>Left out: the provider has nothing like it.</summary>
    public void Drop(string path, string reason) => Add(LossKind.Dropped, path, reason);

    /// <summary>Forgets everything, for the next target.</summary>
    public void Clear()
    {
        losses.Clear();
        seen?.Clear();
    }
}
