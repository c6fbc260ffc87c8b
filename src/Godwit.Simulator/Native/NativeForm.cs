using System.Collections.Frozen;
using System.Text.Json;
using Godwit.Simulator.Chat;
using Godwit.Simulator.Serving;
using Godwit.Simulator.Wire;

namespace Godwit.Simulator.Native;

/// <summary>One maker's own form: what it refuses, how it is read, and how its answers are written.</summary>
internal abstract class NativeForm
{
    /// <summary>What is wrong with a request; null when nothing is.</summary>
    /// <param name="root">The body, an object.</param>
    /// <param name="stream">The answer is to be streamed.</param>
    public abstract ProviderError? Check(JsonElement root, bool stream);

    /// <summary>The model of a body; null where the path has it.</summary>
    public abstract string? ModelOf(JsonElement root);

    /// <summary>Reads a request that was checked.</summary>
    public abstract NativeRequest Read(JsonElement root, string model, bool stream);

    public abstract IEnumerable<Turn> Turns(JsonElement root);

    /// <summary>The members that a body may have.</summary>
    public abstract FrozenSet<string> Known { get; }

    /// <summary>The messages of a body that was checked.</summary>
    public abstract JsonElement MessagesOf(JsonElement root);

    /// <summary>Writes a whole answer.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="reply">The answer.</param>
    /// <param name="bend">Makes a text huge, where a fault says so.</param>
    public abstract void WritePlain(Utf8JsonWriter json, NativeReply reply, Func<string, string> bend);

    /// <summary>Sends what comes before the first piece.</summary>
    public virtual ValueTask SendStartAsync(EventStream events, NativeReply reply) => ValueTask.CompletedTask;

    /// <summary>Sends a piece, which the progress has counted already.</summary>
    public abstract ValueTask SendPieceAsync(EventStream events, NativeProgress progress, NativePiece piece);

    /// <summary>Sends the end of a choice.</summary>
    public abstract ValueTask SendEndAsync(EventStream events, NativeProgress progress, Finish finish);

    /// <summary>Sends what comes after the last choice.</summary>
    public virtual ValueTask SendTailAsync(EventStream events, NativeProgress progress) => ValueTask.CompletedTask;

    /// <summary>True where a filtered prompt is answered, with nothing, instead of refused.</summary>
    public virtual bool AnswersFiltered => false;
}
