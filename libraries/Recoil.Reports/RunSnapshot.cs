using Recoil.Contracts;
using Recoil.Storage.Budget;
using Recoil.Storage.Reviews;

namespace Recoil.Reports;

/// <summary>A run as the store has it: what reports are made of.</summary>
/// <param name="Run">What was asked for.</param>
/// <param name="Shots">One for every shot of the run, in the plan's order.</param>
/// <param name="Reviews">What people have to look at.</param>
/// <param name="Balance">The run's money.</param>
public sealed record RunSnapshot(
    RunRequested Run, IReadOnlyList<ShotSnapshot> Shots, IReadOnlyList<ReviewEntry> Reviews, AccountBalance Balance);

/// <summary>A shot as the store has it.</summary>
/// <param name="Fields">What was asked for.</param>
/// <param name="Result">How it ended; null when it was not started or has not ended.</param>
/// <param name="Timeline">Everything that happened, oldest first.</param>
/// <param name="Ops">Operation records, oldest first.</param>
/// <param name="SoftenedPrompt">The prompt after softening, or null.</param>
/// <param name="Cost">What its takes cost so far; more than at its end after a late bill.</param>
public sealed record ShotSnapshot(
    ShotFields Fields, ShotCompleted? Result, IReadOnlyList<TimelineEntry> Timeline, IReadOnlyList<OpRecord> Ops, string? SoftenedPrompt, KnownCost Cost);
