using System.Text.Json;

namespace Godwit.Simulator.Chat;

/// <summary>A function that the caller offers.</summary>
/// <param name="Name">By which it is called.</param>
/// <param name="Description">What it does; empty when nothing is said.</param>
/// <param name="Parameters">The JSON Schema of its arguments; of no kind when it takes none.</param>
internal sealed record OfferedTool(string Name, string Description, JsonElement Parameters);
