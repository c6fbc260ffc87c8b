using System.Text.Json;
using Godwit.Simulator.Chat;

namespace Godwit.Simulator.Operations;

/// <summary>The answer to a <c>completions</c> request before it is written.</summary>
/// <param name="Id">By which it is known.</param>
/// <param name="Created">Seconds since 1970.</param>
/// <param name="Model">The model.</param>
/// <param name="Provider">The provider.</param>
/// <param name="Root">The request.</param>
/// <param name="Choices">The texts and why they end.</param>
/// <param name="Usage">What it used.</param>
internal sealed record TextCompletion(
    string Id,
    long Created,
    string Model,
    string Provider,
    JsonElement Root,
    IReadOnlyList<(string Text, Finish Finish)> Choices,
    TokenUsage Usage);
