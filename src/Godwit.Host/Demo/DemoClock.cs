namespace Godwit.Host.Demo;

/// <summary>
/// The demo's own time: the machine's, some days ahead. Serving anybody but the demo by it would be wrong.
/// </summary>
/// <param name="ahead">How far ahead.</param>
internal sealed class DemoClock(TimeSpan ahead) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + ahead;
}
