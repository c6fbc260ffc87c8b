using Godwit.Policy.Contracts;
using Godwit.Providers.GenAI;
using Godwit.Providers.GenAI.Requests;

namespace Godwit.Providers.Dialects.Native;

/// <summary>Brings a conversation into the form that the makers' own doors share; reports what it can't hold.</summary>
/// <param name="request">The request.</param>
/// <param name="losses">Where losses go.</param>
/// <param name="takesMedia">Whether a piece of media can be written, and if not, why not; null when it can.</param>
internal sealed class TurnReader(GenAIRequest request, LossReport losses, Func<MediaPart, string?> takesMedia)
{
    /// <summary>Instructions become one message that stands first; several of one side in a row become one.</summary>
    public bool Strict { get; init; }

    /// <summary>The messages, with an instruction of Godwit's own at the end of the instructions.</summary>
    public List<Turn> Read(string? instruction)
    {
        var system = new Turn("system", "");
        var turns = new List<Turn>();
        foreach (var message in request.Messages)
        {
            if (message.Name is not null)
                losses.Drop($"{message.Path}.name", "Participants have no names here.");
            if (message.Role == Role.System)
                ReadSystem(message, system, turns);
            else
                ReadMessage(message, turns);
        }

        if (instruction is not null)
            system.Content.Add(new TextPart(instruction));
        if (system.Content.Count > 0)
            turns.Insert(0, system);
        return turns;
    }

    private void ReadSystem(Message message, Turn system, List<Turn> turns)
    {
        var goal = system;
        if (turns.Count > 0)
        {
            if (Strict)
                losses.Add(LossKind.Approximated, message.Path, "Instructions stand before the conversation.");
            else
                turns.Add(goal = new Turn("system", message.Path));
        }

        foreach (var part in message.Parts)
        {
            if (part is TextPart)
                Take(part, goal);
            else
                losses.Drop(part.Path, "Instructions are text.");
        }
    }

    private void ReadMessage(Message message, List<Turn> turns)
    {
        var turn = new Turn(message.Role == Role.Assistant ? "assistant" : "user", message.Path);
        foreach (var part in message.Parts)
        {
            if (part is ToolResultPart result)
                turns.Add(ResultOf(result));
            else
                Take(part, turn);
        }

        if (turn.Content.Count == 0 && turn.Calls.Count == 0)
            return;
        if (Strict && turns.Count > 0 && turns[^1].Role == turn.Role)
        {
            turns[^1].Content.AddRange(turn.Content);
            turns[^1].Calls.AddRange(turn.Calls);
            return;
        }

        turns.Add(turn);
    }

    private Turn ResultOf(ToolResultPart result)
    {
        var turn = new Turn("tool", result.Path)
        {
            CallId = result.CallId, ToolName = result.Name ?? NameOf(result.CallId),
        };
        foreach (var part in result.Content)
        {
            if (part is TextPart)
                Take(part, turn);
            else
                losses.Drop(part.Path, "The result of a tool is text.");
        }

        if (result.IsError)
            losses.Drop($"{result.Path}.is_error", "A result can't be marked as an error.");
        return turn;
    }

    private string? NameOf(string callId)
    {
        foreach (var message in request.Messages)
        {
            foreach (var part in message.Parts)
            {
                if (part is ToolCallPart call && call.Id == callId)
                    return call.Name;
            }
        }

        return null;
    }

    private void Take(Part part, Turn turn)
    {
        if (part.Cache is { } mark)
            losses.Drop(mark.Path, "Prompts are cached without marks, or not at all.");
        switch (part)
        {
            case TextPart { Text.Length: > 0 } text:
                turn.Content.Add(text);
                break;
            case RefusalPart { Text.Length: > 0 } refusal:
                turn.Content.Add(new TextPart(refusal.Text));
                break;
            case ToolCallPart call:
                turn.Calls.Add(call);
                break;
            case MediaPart media when takesMedia(media) is { } reason:
                losses.Drop(media.Path, reason);
                break;
            case MediaPart media:
                turn.Content.Add(media);
                break;
            case ReasoningPart:
                losses.Drop(part.Path, "Reasoning is not sent back here.");
                break;
            case ForeignPart:
                losses.Drop(part.Path, "Only another dialect knows it.");
                break;
        }
    }
}
